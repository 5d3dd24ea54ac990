//! Queries of planners, and the hit that must come first.

use std::sync::Arc;

use plandesk::plan::{Dossier, Nature};
use plandesk::search::{Hit, HitKind, Index, MatchClass, Query};

use crate::support::search::{Sample, departments};

fn dossiers() -> Vec<Arc<Dossier>> {
    vec![
        Sample::new("bachu-wsjk-2025", "巴楚县卫生健康事业“十四五”发展规划", "巴楚县", "卫生健康")
            .chapter("第一章", "规划背景", "全县群众健康意识增强，看病更方便。")
            .chapter("第二章", "慢性病与传染病", "")
            .task("加强慢性病综合防控", "到２０２５年，高血压患者规范管理率达到95％以上。")
            .task("做好传染病预防", "县医院和县人民医院共同值守，医疗、医保、医药联动。")
            .task("重庆对口支援", "派驻医师到乡镇卫生院，推动银行网点提供便民服务。")
            .dossier(),
        Sample::new("kashi-cjr-2025", "喀什地区“十四五”残疾人保障和发展规划", "喀什地区", "残疾人")
            .chapter("三、", "重点任务", "")
            .task("残疾人康复服务质量提升", "开展精准康复，发放辅助器具。")
            .lead("卫生健康委员会", 2025)
            .task("提升残疾人康复服务质量", "让残疾儿童就近康复。")
            .task("加强残疾预防", "做好残疾人服务，面向慢性病人群筛查致残风险。")
            .special_box("专栏5", "残疾人健康和康复服务重点项目")
            .project("残疾人互助康复项目", "建设互助点20个。")
            .indicator("残疾人基本康复服务覆盖率", Nature::Binding, "≥95%")
            .indicator("绿色通道覆盖率", Nature::Expected, "85%")
            .dossier(),
    ]
}

fn find(line: &str) -> Vec<Hit> {
    let index = Index::build(&dossiers(), &departments());
    index.search(&Query::parse(line).unwrap(), 100).hits
}

fn titles(line: &str) -> Vec<String> {
    find(line).into_iter().map(|hit| hit.title).collect()
}

#[test]
fn queries_of_planners_have_the_expected_first_hit() {
    for (line, first, class) in [
        ("慢性病", "加强慢性病综合防控", MatchClass::Exact),
        ("mxb", "加强慢性病综合防控", MatchClass::Pinyin),
        ("manxingbing", "加强慢性病综合防控", MatchClass::Pinyin),
        ("manxb", "加强慢性病综合防控", MatchClass::Pinyin),
        ("man性病", "加强慢性病综合防控", MatchClass::Pinyin),
        ("残疾人康复", "残疾人康复服务质量提升", MatchClass::Exact),
        ("cjr", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("CJR", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("ｃｊｒ　ｋｆ", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("canjr", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("can疾r", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("cjr kf", "残疾人康复服务质量提升", MatchClass::Pinyin),
        ("残康复", "残疾人康复服务质量提升", MatchClass::Fuzzy),
        ("慢防控", "加强慢性病综合防控", MatchClass::Fuzzy),
        ("绿通", "绿色通道覆盖率", MatchClass::Fuzzy),
        ("zhongqing", "重庆对口支援", MatchClass::Pinyin),
        ("chongqing", "重庆对口支援", MatchClass::Pinyin),
        ("zhq", "重庆对口支援", MatchClass::Pinyin),
        ("yinhang", "重庆对口支援", MatchClass::Pinyin),
        ("lvsetd", "绿色通道覆盖率", MatchClass::Pinyin),
        ("fugailv", "绿色通道覆盖率", MatchClass::Pinyin),
        ("2025年", "加强慢性病综合防控", MatchClass::Folded),
        ("95%以上", "加强慢性病综合防控", MatchClass::Folded),
        ("十四五残疾人", "喀什地区“十四五”残疾人保障和发展规划", MatchClass::Folded),
        ("巴楚 慢性病", "加强慢性病综合防控", MatchClass::Exact),
        ("bc mxb", "加强慢性病综合防控", MatchClass::Pinyin),
        ("卫健委", "卫生健康委员会", MatchClass::Exact),
        ("专栏5", "专栏5 残疾人健康和康复服务重点项目", MatchClass::Exact),
        ("kashi-cjr-2025/i2", "绿色通道覆盖率", MatchClass::Exact),
        ("\"就近康复\"", "提升残疾人康复服务质量", MatchClass::Exact),
    ] {
        let hits = find(line);
        let hit = hits.first().unwrap_or_else(|| panic!("{line} finds nothing"));
        assert_eq!((hit.title.as_str(), hit.class), (first, class), "{line}");
    }
}

#[test]
fn a_meaningless_query_finds_nothing() {
    for line in ["", "   ", "zzqx", "飞机场", "anji", "残x人", "9528", "康疾", "慢控", "巴楚", "qwrtp 康复"]
    {
        let found = titles(line);
        let expected: &[&str] =
            if line == "巴楚" { &["巴楚县卫生健康事业“十四五”发展规划"] } else { &[] };
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn a_hit_in_the_title_ranks_above_the_text_and_at_the_start_above_the_middle() {
    assert_eq!(
        titles("康复服务")[..4],
        [
            "残疾人康复服务质量提升",
            "提升残疾人康复服务质量",
            "残疾人基本康复服务覆盖率",
            "专栏5 残疾人健康和康复服务重点项目"
        ],
    );
    assert_eq!(titles("残疾人康复")[..2], ["残疾人康复服务质量提升", "提升残疾人康复服务质量"]);
    let hits = find("慢性病");
    assert!(!hits.last().unwrap().in_title && hits.last().unwrap().title == "加强残疾预防");
}

#[test]
fn hits_in_texts_of_items_rank_above_paragraphs() {
    let plan = Sample::new("a-2025", "某县规划", "某县", "民政")
        .chapter("第一章", "背景", "救助先行，救助到位。")
        .task("办好实事", "依照规定，对困难家庭予以救助。")
        .dossier();
    for line in ["救助", "jz", "救"] {
        let hits =
            Index::build(std::slice::from_ref(&plan), &departments()).search(&Query::parse(line).unwrap(), 10).hits;
        let kinds: Vec<HitKind> = hits.iter().map(|hit| hit.kind).collect();
        assert_eq!(kinds, [HitKind::Task, HitKind::Chapter], "{line}: the paragraph begins with it, and yet");
    }
}

#[test]
fn words_may_come_in_any_order() {
    let mut orders = [titles("康复 残疾人"), titles("残疾人 康复")];
    orders.iter_mut().for_each(|order| order.sort());
    assert_eq!(orders[0], orders[1]);
}

#[test]
fn highlights_are_on_the_characters_that_matched() {
    for (line, matched) in [
        ("残康复", vec![0, 3, 4]),
        ("cjr kf", vec![0, 1, 2, 3, 4]),
        ("康复", vec![3, 4]),
        ("质量提升", vec![7, 8, 9, 10]),
    ] {
        let hits = find(line);
        let hit = hits.iter().find(|hit| hit.title == "残疾人康复服务质量提升").unwrap();
        assert_eq!((&hit.matched, &hit.snippet), (&matched, &None), "{line}");
    }
    let hits = find("十四五 残疾人保障");
    assert_eq!(hits[0].matched, [5, 6, 7, 9, 10, 11, 12, 13]);
}

#[test]
fn a_hit_in_the_text_shows_the_matching_excerpt() {
    let hits = find("医保");
    let snippet = hits[0].snippet.as_ref().unwrap();
    assert_eq!(
        snippet.text,
        "…县医院和县人民医院共同值守，医疗、医保、医药联动。".replacen("县医院和县人民医院", "", 1).replacen(
            "共同值守，",
            "",
            1
        )
    );
    let shown: String = snippet.matched.iter().map(|&i| snippet.text.chars().nth(i).unwrap()).collect();
    assert_eq!(shown, "医保");
    assert!(hits[0].matched.is_empty() && !hits[0].in_title);
}

#[test]
fn hits_have_their_kind_and_place() {
    let hits = find("互助康复");
    let hit = &hits[0];
    assert_eq!((hit.kind, hit.id.as_str()), (HitKind::Project, "kashi-cjr-2025/p1"));
    assert_eq!(hit.path, ["三、 重点任务", "专栏5 残疾人健康和康复服务重点项目"]);
    let ids = |line: &str, kind| find(line).iter().find(|hit| hit.kind == kind).map(|hit| hit.id.clone());
    assert_eq!(ids("重点任务", HitKind::Chapter).as_deref(), Some("kashi-cjr-2025#n0"));
    assert_eq!(ids("健康和康复", HitKind::Box).as_deref(), Some("kashi-cjr-2025#b0"));
    assert_eq!(ids("民政", HitKind::Department).as_deref(), Some("民政局"));
    assert_eq!(ids("喀什地区", HitKind::Plan).as_deref(), Some("kashi-cjr-2025"));
    let json = serde_json::to_value(hit).unwrap();
    for field in ["kind", "id", "plan", "title", "path", "score", "matched"] {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert_eq!(json["kind"], "project");
}

#[test]
fn hits_are_in_order_of_score_and_the_total_counts_all() {
    let index = Index::build(&dossiers(), &departments());
    let query = Query::parse("康复").unwrap();
    let all = index.search(&query, usize::MAX);
    assert!(all.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    let few = index.search(&query, 2);
    assert_eq!((few.total, &few.hits[..]), (Some(all.hits.len()), &all.hits[..2]));
    assert_eq!(index.search(&query, 0).total, all.total);
}
