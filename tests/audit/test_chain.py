"""The chain by itself: whatever is done to it without the key is found and told."""

import random

import pytest

from audit.chain import (
    START,
    Head,
    Key,
    Link,
    digest_of,
    first_broken,
    link_of,
    seal_of,
)

KEY, OTHER = Key.from_text("ours"), Key.from_text("another")
KEYS = {KEY.name: KEY}


def chain_of(number: int, key: Key = KEY) -> tuple[list[Link], Head]:
    """A chain of so many entries, and its head."""
    links, last = [], START
    for each in range(1, number + 1):
        said = (f"2026-11-30T12:00:{each % 60:02}+00:00", each % 7, "changed", f"deed {each}")
        digest = digest_of(key, each, said)
        last = link_of(key, digest, last)
        links.append(Link(each, said, digest, last, key.name))
    return links, Head(number, last, seal_of(key, number, last), key.name)


def told(links, head, keys=KEYS, forgotten=0) -> str:
    broken = first_broken(links, head, keys, forgotten)
    return broken.sentence if broken else ""


@pytest.mark.parametrize("number", [0, 1, 50])
def test_a_chain_as_it_was_written_is_whole(number):
    assert told(*chain_of(number)) == ""


def test_a_log_that_was_never_begun_is_whole():
    assert told([], None) == ""


def test_a_changed_entry_is_told():
    links, head = chain_of(5)
    links[2] = links[2]._replace(said=(*links[2].said[:3], "something else"))

    assert told(links, head) == "Entry 3 is not as it was written: it was changed or put in."


def test_an_entry_changed_with_its_digest_made_by_another_key_is_told():
    links, head = chain_of(5)
    said = (*links[2].said[:3], "something else")
    links[2] = links[2]._replace(said=said, digest=digest_of(OTHER, 3, said))

    assert told(links, head) == "Entry 3 is not as it was written: it was changed or put in."


def test_a_removed_entry_is_told():
    links, head = chain_of(5)
    del links[2]

    assert told(links, head) == "Entry 3 is missing: it was removed."


def test_a_removed_entry_whose_number_another_took_is_told():
    links, head = chain_of(5)
    links[2:] = [each._replace(number=each.number - 1) for each in links[3:]]

    assert told(links, head) == "Entry 3 is not as it was written: it was changed or put in."


def test_an_entry_put_in_is_told():
    links, head = chain_of(5)
    moved = [each._replace(number=each.number + 1) for each in links[2:]]

    assert told([*links[:2], links[2], *moved], head) == (
        "Entry 4 is not as it was written: it was changed or put in."
    )


def test_two_entries_that_were_exchanged_are_told():
    links, head = chain_of(5)
    links[1], links[3] = links[3]._replace(number=2), links[1]._replace(number=4)

    assert told(links, head) == "Entry 2 is not as it was written: it was changed or put in."


def test_an_end_that_was_cut_off_is_told():
    links, head = chain_of(5)

    assert told(links[:3], head) == (
        "The log ends after entry 3, and 5 were written: the last 2 were removed."
    )
    assert told([], head) == (
        "The log ends before its first entry, and 5 were written: the last 5 were removed."
    )


def test_an_end_that_was_cut_off_with_the_head_set_back_is_told():
    links, head = chain_of(5)
    back = Head(3, links[2].link, head.seal, KEY.name)

    assert told(links[:3], back) == (
        "The head of the log is not as it was written: it was changed."
    )


def test_a_head_that_is_gone_is_told():
    assert told(chain_of(5)[0], None) == (
        "The head of the log is missing: its end may have been removed."
    )


def test_an_entry_added_at_the_end_is_told():
    links, head = chain_of(5)
    links.append(links[-1]._replace(number=6))

    assert told(links, head) == "Entry 6 is not as it was written: it was changed or put in."


def test_an_entry_by_a_key_that_is_not_here_is_told_and_known_once_it_is():
    links, head = chain_of(5, OTHER)

    assert told(links, head).startswith("Entry 1 was made with a key that is not here")
    assert told(links, head, {OTHER.name: OTHER, KEY.name: KEY}) == ""


def test_words_may_be_forgotten_as_far_as_the_log_says_so():
    links, head = chain_of(5)
    links[:3] = [each._replace(said=None) for each in links[:3]]

    assert told(links, head, forgotten=3) == ""
    assert told(links, head, forgotten=2) == ("What entry 3 said is gone, and nothing says why.")


def test_a_thousand_random_touches_are_all_found():
    """Each is one that whoever can write in the database can do, without the key."""
    chance = random.Random(6)
    links, head = chain_of(60)
    unseen = []
    for _ in range(1000):
        touched, end = touch(list(links), head, chance)
        if (touched, end) != (links, head) and not told(touched, end):
            unseen.append((touched, end))

    assert unseen == []


def touch(links, head, chance):
    """Do one thing to a chain."""
    at = chance.randrange(len(links))
    one, other = links[at], chance.choice(links)
    match chance.randrange(9):
        case 0:
            links[at] = one._replace(said=(*one.said[:3], f"{one.said[3]} not"))
        case 1:
            links[at] = one._replace(digest=other.digest, said=other.said)
        case 2:
            links[at] = one._replace(link=other.link)
        case 3:
            del links[at]
        case 4:
            del links[at]
            links = [each._replace(number=number) for number, each in enumerate(links, start=1)]
        case 5:
            links.insert(at, other)
            links = [each._replace(number=number) for number, each in enumerate(links, start=1)]
        case 6:
            there = links.index(other)
            links[at], links[there] = (
                other._replace(number=one.number),
                one._replace(number=other.number),
            )
        case 7:
            links = links[:at]
        case 8:
            links = links[:at]
            last = links[-1].link if links else START
            head = Head(at, last, chance.choice([head.seal, last, ""]), head.key)
    return links, head
