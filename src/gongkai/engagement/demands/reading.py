# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a demand becomes words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gongkai.engagement.demands.subjects import Hint, Subjects

# Words of asking, not of what is asked.
_ASKING = (
    "怎么 如何 什么 哪里 哪些 多少 多长 多久 可以 能不能 能否 有没有 是否 需要 申请 办理 咨询 反映 企业 公司 请问 今年 时候 条件 标准 我们 没有 没人 一个 "
    "怎样 为什么 还有 还能 问题 情况 关于 希望 建议 进行 相关 材料 手续 流程 时间 政策 规定 公布 查询 哪天 几天 几年 个月 一直 已经 现在 有关 群众 市民 "
    "来电 及其 以及 公开 信息 本县 县里 文件 要求 能够 或者 因为 所以 如果 目前 至今 怎么办 不能 怎么样 怎么才能 一下 您好 你好 尊敬 领导 谢谢 自己 "
    "他们 这个 那个 就是 但是 可是 结果 东西 地方 附近 每天 天天 晚上 早上 经常 这样 赞成 反对 进一步 明确 依据 测算 过渡期 安排 增加 举例说明 疑问"
)  # fmt: skip
# Who asks and where, not what is asked: a group of “邻居” or “村里” is none.
_AROUND = (
    "我家 家里 邻居 小孩 孩子 老人 村里 村民 居民 业主 小区 门口 楼上 楼下 隔壁 对面 对门 马路 路边 中间 旁边 前面 后面 外面 里面 阳台 老板 司机 老婆 老公 父母 爸爸 "
    "妈妈 父亲 母亲 我爸 我妈 朋友 本人 有人 别人 人家 大家 你们 单位 部门 政府 电话 打电话 半夜 凌晨 周末 半年 一年 两年 三年 一次 两次 好几 很多 不给 不了 不到 "
    "小时 分钟 块钱 不让 不管 危险 容易 不好 太差 说法 上门 登记 处理 解决 反映 投诉 举报 影响 严重 县里 镇里 乡下 我们村 下雨 夏天"
)  # fmt: skip
_STOP = frozenset((_ASKING + " " + _AROUND).split())
_RUN = re.compile(r"[一-鿿]+")
_WORD = re.compile(r"[一-鿿A-Za-z]")
_PLACE = re.compile(r"^[一-鿿]{2,6}?(?:片区|商务区|开发区)")
_VILLAGE = re.compile(r"(?:(?<=＊)|^)(?:[一-鿿]{1,3}(?:村|社区|片区)|镇区)")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the grouping sees it: its words, and the subjects it speaks of."""

    words: tuple[str, ...]
    hints: tuple[Hint, ...]
    runs: tuple[str, ...]  # of Chinese characters


class Reader:
    """The instance's synonyms said in one way, names of places left out."""

    def __init__(self, synonyms: Iterable[Collection[str]] = (), places: Iterable[str] = ()) -> None:
        self.synonyms = tuple(tuple(group) for group in synonyms)
        said = {word: group[0] for group in self.synonyms for word in group[1:]}
        self._said = said
        self._synonym = _any_of(said)
        self._place = _any_of(places)
        self._added = tuple(sorted({*said, *said.values()}))
        self.subjects = Subjects(self.synonyms)

    def read(self, text: str) -> Read:
        clean = self._clean(text)
        return Read(
            tuple(self._words(clean)), self.subjects.hints(clean), tuple(_RUN.findall(self._one_way(clean)))
        )

    def words(self, text: str) -> list[str]:
        return self._words(self._clean(text))

    def plain(self, text: str) -> str:
        """The text with places left out and every synonym said in one way."""
        return self._one_way(self._clean(text))

    def _clean(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text)
        if self._place:
            text = self._place.sub("＊", text)
        return _VILLAGE.sub("", _PLACE.sub("", text))

    def _one_way(self, text: str) -> str:
        return self._synonym.sub(lambda m: self._said[m[0]], text) if self._synonym else text

    def _words(self, clean: str) -> list[str]:
        found = self._cut(self._one_way(clean))
        return [w for w in found if len(w) > 1 and w not in _STOP and _WORD.match(w)]

    def _cut(self, text: str) -> list[str]:
        found: list[str] = _cutter(self._added).cut(text)
        return found


@lru_cache(maxsize=2)
def _cutter(words: tuple[str, ...]) -> Any:
    """A dictionary with these words added: its own, for what is added to the shared one would stay for everybody."""
    from rjieba import Jieba

    made = Jieba()
    for word in words:
        made.add_word(word, None, None)
    return made


def features(words: Iterable[str]) -> Iterator[str]:
    """Words, pairs of characters within longer words, and characters: “公租房” and “租房” share something."""
    for word in words:
        yield word
        if len(word) > 2:
            yield from (f"2:{word[i : i + 2]}" for i in range(len(word) - 1))
        yield from (f"1:{char}" for char in word)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    some = sorted({w for w in words if w}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, some))) if some else None
