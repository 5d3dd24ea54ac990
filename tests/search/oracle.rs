//! The index compared with a full scan: postings never leave out a match, pinyin agrees with ib-pinyin, and no input
//! makes a search panic or highlight text that does not match.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use ib_pinyin::matcher::PinyinMatcher;
use plandesk::plan::{Departments, Dossier, Year};
use plandesk::search::field::Field;
use plandesk::search::term::Term;
use plandesk::search::{HitKind, Index, Query};
use plandesk::text::fold;
use proptest::prelude::*;

use crate::support::search::{departments, plans};

static DOSSIERS: LazyLock<Vec<Arc<Dossier>>> =
    LazyLock::new(|| plans().into_iter().map(|plan| Arc::new(Dossier::new(Arc::new(plan)))).collect());
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(&DOSSIERS, &departments()));

const TYPED: [&str; 40] = [
    "残疾人",
    "残康复",
    "家庭医生",
    "医保",
    "人发",
    "县医",
    "2025年",
    "９５％",
    "95%",
    "50人",
    "十四五",
    "“十四五”",
    "，",
    "—",
    "mxb",
    "cjr",
    "canjiren",
    "canjr",
    "can疾r",
    "cjr kf",
    "zhongdian",
    "zhd",
    "chongdian",
    "lvhua",
    "xian",
    "a",
    "zh",
    "app",
    "zzqx",
    "巴楚 慢性病",
    "慢性病 巴楚",
    "-残疾 康复",
    "\"家庭医生签约\"",
    "kind:project 康复",
    "plan:kashi 康复",
    "plan:tongxin,barkol jk",
    "status:滞后",
    "-kind:task jy",
    "is:unassigned -plan:喀什 培训",
    "医 疗 卫 生",
];

/// Returns the ids of tasks and projects that the index finds, and those that match when each is examined alone.
fn both_ways(line: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let query = Query::parse(line).unwrap();
    let hits = INDEX.search(&query, usize::MAX).hits.into_iter();
    let by_index = hits.filter(|hit| matches!(hit.kind, HitKind::Task | HitKind::Project)).map(|hit| hit.id).collect();
    let tasks = DOSSIERS.iter().flat_map(|dossier| dossier.plan.tasks.iter().map(move |task| (dossier, task)));
    let alone = tasks.filter(|(dossier, task)| !query.is_empty() && query.matches(dossier, task));
    (by_index, alone.map(|(_, task)| task.id.to_string()).collect())
}

#[test]
fn the_index_finds_the_same_as_a_full_scan() {
    let mut found = 0;
    for line in TYPED {
        let (by_index, alone) = both_ways(line);
        assert_eq!(by_index, alone, "{line}");
        found += alone.len();
    }
    assert!(found > 2000, "the queries hardly find anything: {found}");
}

#[test]
fn a_filter_alone_lists_all_that_it_matches() {
    let tasks: usize = DOSSIERS.iter().map(|dossier| dossier.plan.tasks.len()).sum();
    let (by_index, alone) = both_ways("is:unassigned");
    assert_eq!((by_index.len(), alone.len()), (tasks, tasks));
    let binding = |dossier: &Arc<Dossier>| {
        dossier.plan.indicators.iter().filter(|i| i.nature == Some(plandesk::plan::Nature::Binding)).count()
    };
    let found = INDEX.search(&Query::parse("nature:约束性").unwrap(), 10);
    assert_eq!(found.total, Some(DOSSIERS.iter().map(binding).sum::<usize>()));
}

#[test]
fn pinyin_matches_as_in_ib_pinyin() {
    let lines: Vec<Field> = DOSSIERS.iter().flat_map(|d| &d.plan.tasks).map(|t| Field::new(t.title.as_str())).collect();
    let mut agreed = 0;
    for typed in [
        "mxb",
        "cjr",
        "canjiren",
        "canjr",
        "cjren",
        "canj",
        "jkgh",
        "zhongdian",
        "chongdian",
        "lvse",
        "xian",
        "gong",
        "fw",
        "can疾r",
        "jian康",
        "ylws",
        "kang",
        "ang",
        "iren",
        "bj",
        "x",
        "95%",
        "wza",
        "wuza",
    ] {
        let term = Term::word(typed);
        let matcher = PinyinMatcher::builder(typed).is_pattern_partial(true).build();
        for line in &lines {
            let ours = term.find_literal(line).or_else(|| term.find_by_sound(line)).is_some();
            let folded: String = line.folded().chars.iter().collect();
            assert_eq!(ours, matcher.is_match(folded.as_str()), "{typed} in {folded}");
            agreed += usize::from(ours);
        }
    }
    assert!(agreed > 200, "hardly anything matched: {agreed}");
}

#[test]
fn a_renewed_index_shares_its_texts_until_a_plan_changes() {
    let none = Departments::default();
    let index = Index::build(&DOSSIERS[..1], &none);
    let mut reviewed = (*DOSSIERS[0]).clone();
    let task = reviewed.plan.tasks[0].id.clone();
    let review = plandesk::plan::Review { status: Some(plandesk::plan::Status::Lagging), ..Default::default() };
    reviewed.reviews.insert((task.clone(), plandesk::plan::Period::annual(Year(2023))), review);
    let renewed = index.renewed(&[Arc::new(reviewed)], &none);
    let lagging = Query::parse("状态:滞后").unwrap();
    assert_eq!((index.search(&lagging, 9).total, renewed.search(&lagging, 9).total), (Some(0), Some(1)));
    assert_eq!(renewed.search(&lagging, 9).hits[0].id, task.to_string());
    assert_eq!(renewed.renewed(&DOSSIERS, &none).len(), DOSSIERS.iter().map(|d| records_of(d)).sum::<usize>());
}

fn records_of(dossier: &Dossier) -> usize {
    let plan = &dossier.plan;
    1 + plan.outline.len() + plan.tasks.len() + plan.boxes.len() + plan.indicators.len()
}

/// Excerpts of the documents, their pinyin, and noise.
fn typed() -> impl Strategy<Value = String> {
    let piece = (any::<prop::sample::Index>(), 0usize..30, 1usize..8, 0u8..4).prop_map(|(line, from, length, how)| {
        let tasks: Vec<&str> = DOSSIERS.iter().flat_map(|d| &d.plan.tasks).map(|t| t.text.as_str()).collect();
        let piece: String = line.get(&tasks).chars().skip(from).take(length).collect();
        let bare = piece.replace([':', '：', '"', '“', ' '], "");
        match how {
            0 => bare,
            1 => plandesk::text::pinyin::initials(&bare),
            2 => plandesk::text::pinyin::spelling(&bare),
            _ => bare.chars().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, c)| c).collect(),
        }
    });
    let noise = prop_oneof!["[a-z]{1,5}", "[0-9年%]{1,4}", "\\PC{0,6}"].prop_map(|n| n.replace([':', '：'], ""));
    prop::collection::vec(prop_oneof![6 => piece, 1 => noise], 1..3).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_query_makes_the_index_leave_out_a_match(line in typed()) {
        let (by_index, alone) = both_ways(&line);
        prop_assert_eq!(by_index, alone);
    }

    #[test]
    fn a_piece_of_a_text_is_found_and_highlighted(line in typed()) {
        let results = INDEX.search(&Query::parse(&line).unwrap(), 20);
        for hit in results.hits {
            let count = hit.title.chars().count();
            prop_assert!(hit.matched.iter().all(|&m| m < count) && hit.matched.windows(2).all(|p| p[0] < p[1]));
            if let Some(snippet) = hit.snippet {
                let characters: Vec<char> = snippet.text.chars().collect();
                prop_assert!(!snippet.matched.is_empty());
                for m in snippet.matched {
                    prop_assert!(!fold::fold(&characters[m].to_string()).text.is_empty() || line.contains(characters[m]));
                }
            }
        }
    }

    #[test]
    fn no_query_makes_the_parser_panic(line in "\\PC{0,30}") {
        if let Ok(query) = Query::parse(&line) {
            INDEX.search(&query, 3);
        }
    }
}
