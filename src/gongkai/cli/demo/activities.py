# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example county held, collected, answered and supervised in 2024, each figure by its own records."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from gongkai.cli.demo.columns import Columns
from gongkai.cli.demo.county import TOWNSHIPS, County
from gongkai.cli.demo.sayings import OTHER_TICKETS_SAID, POLICY_QUESTIONS, PROBLEMS_SAID, asked
from gongkai.engagement import actions as engagement
from gongkai.engagement.models import Activity
from gongkai.organs.permissions import System
from gongkai.organs.workdays import workdays
from gongkai.supervision import actions as supervision
from gongkai.supervision.actions import FindingFacts
from gongkai.supervision.models import Review

K = Activity.Kind
TRAININGS, TRAINED = 178, 112_575
VISITED_FIRMS, PROBLEMS = 1_824, 848
JOB_FAIRS, POSTS = 83, 30_126
POLICY_TICKETS, OTHER_TICKETS = 403, 297
RECTIFIED, UNRECTIFIED = 512, 9


def _days(first: date, last: date, count: int, rng: random.Random) -> list[date]:
    days = workdays()
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    span = [d for d in span if days.is_workday(d)]
    return sorted(rng.choice(span) for _ in range(count))


def _parts(rng: random.Random, total: int, count: int, least: int) -> list[int]:
    """count whole numbers, each at least `least`, that add up to total."""
    weights = [rng.uniform(0.4, 1.6) for _ in range(count)]
    room = total - least * count
    parts = [least + int(room * w / sum(weights)) for w in weights]
    for n in range(total - sum(parts)):
        parts[n % count] += 1
    return parts


def build(county: County, columns: Columns, tick: Callable[[], None]) -> None:
    """Record everything."""
    rng = random.Random(20240003)
    _enterprise(county, rng, tick)
    _responses(county, rng, tick)
    _supervision(county, columns, rng, tick)


def _enterprise(county: County, rng: random.Random, tick: Callable[[], None]) -> None:
    year = (date(2024, 1, 4), date(2024, 12, 27))
    hosts = [county.organs[s] for s in ("jxj", "fgj", "swj", "scj", "rsj", "czj", "jrb")]
    subjects = (
        "惠企政策",
        "数字化改造",
        "融资对接",
        "安全生产",
        "劳动用工",
        "税费优惠",
        "出口合规",
        "知识产权",
    )
    people = _parts(rng, TRAINED, TRAININGS, 40)
    for n, day in enumerate(_days(*year, TRAININGS, rng)):
        organ, online = hosts[n % len(hosts)], n % 5 < 2
        engagement.hold(
            actor=System(f"{organ.short_name}经办人（示例）"), organ=organ, kind=K.TRAINING, on=day, online=online,
            title=f"{subjects[n % len(subjects)]}企业培训（{'线上' if online else '线下'}，第{n + 1}场，示例）",
            place="线上直播" if online else "县企业综合服务中心", people=people[n],
            evidence="平台在线人数记录" if online else "现场签到表",
        )  # fmt: skip
        tick()
    firms: list[int] = []
    while sum(firms) < VISITED_FIRMS:
        firms.append(min(rng.randint(1, 6), VISITED_FIRMS - sum(firms)))
    places = [*county.townships]
    visits = []
    for n, (day, count) in enumerate(zip(_days(*year, len(firms), rng), firms, strict=True)):
        organ = places[n % len(places)]
        visits.append(
            engagement.hold(
                actor=System(f"{organ.short_name}经办人（示例）"), organ=organ, kind=K.ENTERPRISE_VISIT, on=day,
                title=f"{organ.short_name}上门服务企业（示例）", place=organ.short_name, firms=count, evidence="走访记录单",
            )
        )  # fmt: skip
        tick()
    for n in range(PROBLEMS):
        visit = visits[n * len(visits) // PROBLEMS]
        problem = engagement.collect_problem(
            actor=System(f"{visit.organ.short_name}经办人（示例）"), organ=visit.organ, visit=visit,
            title=f"{asked(PROBLEMS_SAID, n)}（示例）", on=visit.held_on,
        )  # fmt: skip
        if n % 12:
            engagement.answer_problem(
                actor=System(f"{visit.organ.short_name}经办人（示例）"), problem=problem,
                on=workdays().add(visit.held_on, rng.randint(1, 12)), answer="已会同有关部门答复企业（示例）",
            )  # fmt: skip
        tick()
    posts = _parts(rng, POSTS, JOB_FAIRS, 60)
    rsj = county.organs["rsj"]
    for n, day in enumerate(_days(*year, JOB_FAIRS, rng)):
        online = n % 4 == 0
        engagement.hold(
            actor=System("县人社局经办人（示例）"), organ=rsj, kind=K.JOB_FAIR, on=day, online=online, posts=posts[n],
            title=f"{TOWNSHIPS[n % len(TOWNSHIPS)][1]}专场招聘会（第{n + 1}场，示例）",
            place="线上招聘平台" if online else f"{TOWNSHIPS[n % len(TOWNSHIPS)][1]}便民服务中心", evidence="招聘岗位汇总表",
        )  # fmt: skip
        tick()


def _responses(county: County, rng: random.Random, tick: Callable[[], None]) -> None:
    gov = county.government
    subjects = (
        "民营经济发展",
        "稳岗就业",
        "义务教育",
        "养老服务",
        "医保参保",
        "涉农补贴",
        "城市更新",
        "营商环境",
        "生态环境",
        "旅游发展",
        "公共文化",
        "防汛防台",
    )
    for n, day in enumerate(_days(date(2024, 1, 15), date(2024, 12, 20), 12, rng)):
        engagement.hold(
            actor=System("县政府办公室编辑（示例）"), organ=gov, kind=K.LEADER_INTERVIEW, on=day,
            title=f"主要领导人谈{subjects[n]}（示例）", place="县融媒体中心", evidence="访谈视频和文字实录",
        )  # fmt: skip
        tick()
    hosts = [county.organs[s] for s in ("rsj", "zjj", "jyj", "wjj", "zrj", "mzj", "scj", "jtj", "ybj")]
    for n, (organ, day) in enumerate(
        zip(hosts, _days(date(2024, 2, 20), date(2024, 12, 18), 9, rng), strict=True), 1
    ):
        engagement.hold(
            actor=System("县政府办公室编辑（示例）"), organ=organ, kind=K.PROGRAMME_ISSUE, on=day,
            title=f"“局长听你说”第{n}期：{organ.short_name}（示例）", place="12345政务服务热线", evidence="节目录音",
        )  # fmt: skip
        tick()
    for n, day in enumerate(_days(date(2024, 3, 4), date(2024, 11, 29), 5, rng), 1):
        engagement.hold(
            actor=System("县政府办公室编辑（示例）"), organ=gov, kind=K.PRESS_CONFERENCE, on=day,
            title=f"2024年第{n}场新闻发布会（示例）", place="县行政中心", evidence="发布词和文字实录",
        )  # fmt: skip
        tick()
    for n, day in enumerate(_days(date(2024, 4, 8), date(2024, 10, 25), 3, rng), 1):
        engagement.hold(
            actor=System("县政府办公室编辑（示例）"), organ=gov, kind=K.STAFF_TRAINING, on=day, people=86 + n * 9,
            title=f"新任公务员培训政务公开课程（第{n}期，示例）", place="县委党校", evidence="签到表",
        )  # fmt: skip
        tick()
    organs = [county.organs[s] for s in ("rsj", "ybj", "zjj", "jyj", "swj", "zrj", "mzj", "gaj")]
    kinds = [True] * POLICY_TICKETS + [False] * OTHER_TICKETS
    rng.shuffle(kinds)
    for n, (is_policy, day) in enumerate(
        zip(kinds, _days(date(2024, 1, 3), date(2024, 12, 20), len(kinds), rng), strict=True), 1
    ):
        organ = organs[n % len(organs)]
        subject = asked(POLICY_QUESTIONS if is_policy else OTHER_TICKETS_SAID, n)
        engagement.record_ticket(
            actor=System("12345热线（示例）"), organ=organ, number=f"示例2024{n:05}", subject=f"{subject}（示例）", on=day,
            policy_consultation=is_policy, answered_on=workdays().add(day, rng.randint(0, 4)),
        )  # fmt: skip
        tick()


def _supervision(county: County, columns: Columns, rng: random.Random, tick: Callable[[], None]) -> None:
    gov, boss = county.government, county.people["zhoulan"]
    texts = (
        "栏目超过期限没有更新", "链接打不开", "附件缺少下载", "过期信息没有标注", "正文有错别字", "缺少文号或者成文日期",
        "解读没有关联原文件", "联系电话已变更没有更新", "表格显示不全",
    )  # fmt: skip
    days = _days(date(2024, 1, 22), date(2024, 11, 15), 9, rng)
    sizes = _parts(rng, RECTIFIED + UNRECTIFIED, 9, 40)
    left = UNRECTIFIED
    for n, (day, size) in enumerate(zip(days, sizes, strict=True), 1):
        facts = []
        for m in range(size):
            column = columns.subcolumns[(n * 37 + m * 5) % len(columns.subcolumns)]
            facts.append(
                FindingFacts(
                    column.owner, f"“{column.parent.name}·{column.name}”{texts[m % len(texts)]}（示例）",
                    workdays().add(day, 15), column,
                )
            )  # fmt: skip
        notice = supervision.issue_notice(
            actor=boss,
            organ=gov,
            on=day,
            title=f"政务公开整改通知书和问题清单（第{n}期，示例）",
            findings=facts,
        )
        for m, finding in enumerate(notice.findings.select_related("organ")):
            if n == 9 and left and m < UNRECTIFIED:
                left -= 1
                continue
            supervision.rectify(
                actor=System(f"{finding.organ.short_name}经办人（示例）"), finding=finding,
                on=workdays().add(day, rng.randint(2, 14)), evidence="更新后的页面截图和复查记录（示例）",
            )  # fmt: skip
            tick()
    supervision.record_review(
        actor=boss, organ=gov, kind=Review.Kind.ASSESSMENT, year=2024, on=date(2025, 1, 17),
        result="政务公开纳入2024年度部门和乡镇（街道）工作考核，考核结果已经通报。",
    )  # fmt: skip
