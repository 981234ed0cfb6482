# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reports of some of the example's units on their way: accepted, returned, handed in again, waiting."""

from __future__ import annotations

from datetime import date

from gongkai.annual_report import actions, chain
from gongkai.cli.demo.county import County
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System

YEAR, WRITTEN, LOOKED_AT = 2024, date(2025, 1, 20), date(2025, 1, 24)
ACCEPTED = ("fgj", "zjj", "jtj", "wjj", "slj", "nyj", "sanjiang", "yantou")
AGAIN, RETURNED, WAITING = "mzj", "rsj", "jyj"
# What each says of itself: its problem, and what it does about it.
SAID = {
    "fgj": ("重大项目批准结果公开后，进展更新不及时", "项目开工、竣工信息由项目科按季更新"),
    "zjj": ("老旧小区改造信息分散在几个栏目，居民不易找到", "按小区归并到一页，附改造内容和投诉电话"),
    "jtj": ("公路施工绕行公告有时晚于施工当天", "施工单位提前三个工作日报送公告"),
    "wjj": ("基层医疗机构的服务信息更新靠人工催报", "每月5日前由各院区自行更新，科室抽查"),
    "slj": ("水库、河道信息专业术语多，群众看不明白", "发布时附通俗说明，征求村干部意见"),
    "nyj": ("涉农补贴公示到村不到组", "补贴名单同时在村民小组张贴，并留存照片"),
    "sanjiang": ("征收信息发布后对疑问的回应慢", "征收专栏增设问答，三个工作日内回应"),
    "yantou": ("旅游旺季交通管制信息发布渠道单一", "同步在景区、村广播和平台发布"),
    "mzj": ("社会救助标准调整后旧标准没有标注失效", "标准调整当天标注旧文件的有效性"),
    "rsj": ("就业补贴政策解读照搬条文", "由窗口人员整理常见问题，逐条说明怎么办"),
    "jyj": ("招生政策咨询集中时答复不够一致", "招生季前统一口径，编成问答发布"),
}


def build(county: County) -> None:
    """Write, hand in and look at the reports of these units."""
    system, officer = System("示例数据"), county.people["zhoulan"]
    for slug in (*ACCEPTED, AGAIN, RETURNED, WAITING):
        unit = county.organs[slug]
        _write(unit, *SAID[slug], system)
        row = chain.submit(actor=system, organ=unit, year=YEAR, on=WRITTEN)
        if slug in ACCEPTED:
            chain.accept(actor=officer, submission=row, on=LOOKED_AT)
        elif slug == AGAIN:
            reason = "存在的问题只有一条，没有说明涉及多少件，请补充。"
            chain.send_back(actor=officer, submission=row, on=LOOKED_AT, reason=reason)
            more = f"{SAID[slug][0]}；政策文件的问答不多，群众仍以电话咨询为主。"
            actions.write(actor=system, organ=unit, year=YEAR, part="5.1", text=more, on=LOOKED_AT)
            chain.submit(actor=system, organ=unit, year=YEAR, on=date(2025, 1, 27))
        elif slug == RETURNED:
            reason = "改进情况没有写完成时间和责任科室，请补充后再报。"
            chain.send_back(actor=officer, submission=row, on=LOOKED_AT, reason=reason)


def _write(unit: Organ, problem: str, measure: str, system: System) -> None:
    texts = {
        "1.3": f"{unit.office_name}登记信息的制作、获取、公开和归档，发布前由承办科室和{unit.office_name}各审一次。",
        "1.4": f"{unit.short_name}的信息集中在县政府信息公开平台发布，不另设网站。",
        "5.1": f"{problem}。",
        "5.2": f"{measure}。",
    }
    for part, text in texts.items():
        actions.write(actor=system, organ=unit, year=YEAR, part=part, text=text, on=WRITTEN)
