//! The search in the plans of a province compared with scoring everything: the same hits in the same order, although
//! parts are skipped; and the reuse of a stored index.

#[path = "../../benches/support/province.rs"]
mod province;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use plandesk::plan::{Departments, Dossier};
use plandesk::search::matcher::Matcher;
use plandesk::search::rank::points_of;
use plandesk::search::record::{self, Record};
use plandesk::search::{Hit, Index, Query, Segment};
use proptest::prelude::*;

use crate::support::search::departments;

/// Enough for champion lists of the most common characters.
const RECORDS: usize = 9_000;

static DOSSIERS: LazyLock<Vec<Arc<Dossier>>> = LazyLock::new(|| province::dossiers(RECORDS));
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(&DOSSIERS, &departments()));

/// Returns the ids and scores of all records that match, best first. Every record is scored.
fn everything_scored(line: &str) -> Vec<(String, i64)> {
    let query = Query::parse(line).unwrap();
    let departments = departments();
    let matcher = Matcher::new(query.words());
    let of_plans = DOSSIERS.iter().enumerate().flat_map(|(place, dossier)| {
        (0..record::count(&dossier.plan)).map(move |number| {
            (place, number, Record::new(&dossier.plan, record::part(&dossier.plan, number).unwrap()))
        })
    });
    let of_registry = departments.iter().enumerate().map(|(number, d)| (usize::MAX, number, Record::of_department(d)));
    let mut all: Vec<_> = of_plans
        .chain(of_registry)
        .filter_map(|(place, number, record)| {
            let weighed = matcher.match_of(&record)?;
            let points = points_of(weighed.class, weighed.in_title, weighed.score);
            Some((Reverse(points), record.kind, record.title.folded().len(), place, number, record.id()))
        })
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(points, .., id)| (id, points.0)).collect()
}

fn of(hits: &[Hit]) -> Vec<(String, i64)> {
    hits.iter().map(|hit| (hit.id.clone(), hit.score)).collect()
}

fn is_as_if_everything_was_scored(line: &str) {
    let mut all = everything_scored(line);
    let found = INDEX.search(&Query::parse(line).unwrap(), 100);
    assert_eq!((found.total, found.ranked), (Some(all.len()), true), "{line}");
    all.truncate(100);
    assert_eq!(of(&found.hits), all, "{line}");
}

#[test]
fn hits_are_those_of_scoring_everything() {
    for line in [
        "残疾人",
        "残疾人康复",
        "残康复",
        "县医",
        "人发",
        "医疗",
        "2025年",
        "95%",
        "十四五",
        "重点任务",
        "app",
        "APP",
        "cj",
        "zh",
        "cjr",
        "cjrkf",
        "canjiren",
        "can疾r",
        "jkgh",
        "xian",
        "康复 服务",
        "cjr kf",
        "安化 慢性病",
        "anhua cjr",
        "社区 服务 提升",
        "殘疾人康復",
        "bachu-wsjk-2025-1/t6 加强",
        "民政",
        "\"康复服务\"",
        "，",
    ] {
        is_as_if_everything_was_scored(line);
    }
}

#[test]
fn champion_lists_of_common_characters_have_the_best_hits() {
    let common = ["人", "的", "县", "服", "。", "2", "1", "c", "j", "z", "i", "%", "年", "Ａ", "e"];
    common.into_iter().for_each(is_as_if_everything_was_scored);
}

#[test]
fn a_page_from_some_of_the_candidates_has_real_hits_and_is_marked_as_partial() {
    for line in ["人发", "康复服务", "cjr", "残疾人 康复", "zhongdian"] {
        let query = Query::parse(line).unwrap();
        let all = everything_scored(line);
        let among = INDEX.search_among(&query, 100, 300);
        let known: HashSet<_> = all.iter().cloned().collect();
        assert!(!among.hits.is_empty() && of(&among.hits).iter().all(|hit| known.contains(hit)), "{line}");
        assert_eq!(of(&among.hits)[0].1 / 500_000, all[0].1 / 500_000, "the best of {line} is as good in kind");
        if among.ranked {
            assert_eq!(of(&among.hits)[..], all[..among.hits.len()], "{line}");
        }
    }
    assert!(!INDEX.search_among(&Query::parse("人发").unwrap(), 100, 300).ranked);
}

#[test]
fn a_search_in_steps_ends_with_the_same_result() {
    let query = Query::parse("cjr").unwrap();
    let mut steps = Vec::new();
    INDEX.search_in_steps(&query, 50, &|| false, |results| steps.push(results));
    assert_eq!(steps.last(), Some(&INDEX.search(&query, 50)));
    assert!(steps[0].total.is_none() && steps[0].ranked);
    let mut none = Vec::new();
    INDEX.search_in_steps(&query, 50, &|| true, |results| none.push(results));
    assert!(none.is_empty(), "nobody wants to know");
}

/// Queries made of excerpts of the texts and of their pinyin.
fn typed() -> impl Strategy<Value = String> {
    let piece = (any::<prop::sample::Index>(), 0usize..30, 1usize..6, 0u8..5).prop_map(|(line, from, length, how)| {
        let tasks: Vec<&str> = DOSSIERS[..12].iter().flat_map(|d| &d.plan.tasks).map(|t| t.text.as_str()).collect();
        let piece: String = line.get(&tasks).chars().skip(from).take(length).collect();
        let bare = piece.replace([':', '：', '"', '“', ' ', '-', '\n'], "");
        match how {
            0 | 1 => bare,
            2 => plandesk::text::pinyin::initials(&bare),
            3 => plandesk::text::pinyin::spelling(&bare),
            _ => bare.chars().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, c)| c).collect(),
        }
    });
    prop::collection::vec(piece, 1..3).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_hits_of_any_query_are_those_of_scoring_everything(line in typed()) {
        if !Query::parse(&line).unwrap().is_empty() {
            is_as_if_everything_was_scored(&line);
        }
    }

    #[test]
    fn bytes_that_are_no_segment_are_refused(noise in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..5000) {
        let mut bytes = Vec::new();
        Segment::build(&[Arc::clone(&DOSSIERS[0].plan)]).write(&mut bytes).unwrap();
        let place = at % bytes.len();
        bytes.splice(place..(place + noise.len()).min(bytes.len()), noise);
        if let Ok(segment) = Segment::read(&bytes) {
            prop_assert!(segment == Segment::build(&[Arc::clone(&DOSSIERS[0].plan)]), "it was taken for another");
        }
    }
}

fn again(segment: &Arc<Segment>) -> Arc<Segment> {
    let mut bytes = Vec::new();
    segment.write(&mut bytes).unwrap();
    Arc::new(Segment::read(&bytes).unwrap())
}

#[test]
fn stored_segments_are_reused_and_only_stale_ones_rebuilt() {
    let none = Departments::default();
    let halves = [&DOSSIERS[..10], &DOSSIERS[10..20]];
    let segments: Vec<Arc<Segment>> =
        halves.iter().map(|half| again(Index::build(half, &none).segments().next().unwrap())).collect();
    let index = Index::from_segments(segments.clone(), &DOSSIERS[..20], &none, &|_, _| true).unwrap();
    assert!(index.segments().zip(&segments).all(|(ours, kept)| Arc::ptr_eq(ours, kept)));
    let query = Query::parse("cjr kf").unwrap();
    assert_eq!(index.search(&query, 100), Index::build(&DOSSIERS[..20], &none).search(&query, 100));

    let mut changed = DOSSIERS[..20].to_vec();
    let mut plan = (*changed[13].plan).clone();
    plan.tasks[0].title = "推进改写后的工作".to_string();
    changed[13] = Arc::new(Dossier::new(Arc::new(plan)));
    for index in
        [Index::from_segments(segments.clone(), &changed, &none, &|_, _| true).unwrap(), index.renewed(&changed, &none)]
    {
        let new: Vec<_> =
            index.segments().filter(|ours| !segments.iter().any(|kept| Arc::ptr_eq(ours, kept))).collect();
        assert_eq!((new.len(), new[0].plans().len()), (1, 1), "one plan was read");
        assert_eq!(index.search(&Query::parse("改写后").unwrap(), 9).total, Some(1));
        let afresh = Index::build(&changed, &none);
        assert_eq!(index.len(), afresh.len());
        for line in ["cjr kf", "人", "康复", "残康复", "kind:task"] {
            let query = Query::parse(line).unwrap();
            assert_eq!(index.search(&query, 100), afresh.search(&query, 100), "{line}");
        }
    }
    assert!(Index::from_segments(Vec::new(), &changed, &none, &|_, _| false).is_none(), "nobody wants it");
}

#[test]
fn added_plans_are_found_and_removed_ones_are_not() {
    let none = Departments::default();
    let index = Index::build(&DOSSIERS[..3], &none);
    let query = Query::parse(DOSSIERS[3].plan.id.as_str()).unwrap();
    assert_eq!(index.search(&query, 9).total, Some(0));
    let more = index.renewed(&DOSSIERS[..4], &none);
    assert_eq!(more.search(&query, 9).hits[0].id, DOSSIERS[3].plan.id.to_string());
    let fewer = more.renewed(&DOSSIERS[..3], &none);
    assert_eq!((fewer.search(&query, 9).total, fewer.len()), (Some(0), index.len()));
}

#[test]
fn many_small_segments_are_merged() {
    let none = Departments::default();
    let mut index = Index::build(&DOSSIERS[..1], &none);
    for count in 2..20 {
        index = index.renewed(&DOSSIERS[..count], &none);
        assert!(index.segments().count() <= 8, "{count}");
    }
    let query = Query::parse("康复").unwrap();
    assert_eq!(index.search(&query, 100), Index::build(&DOSSIERS[..19], &none).search(&query, 100));
}
