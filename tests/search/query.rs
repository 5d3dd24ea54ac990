//! Filters in the line of a query, as used by a search and by `tasks --text`.

use std::sync::Arc;

use plandesk::plan::{
    Decision, Dossier, Fate, FateKind, Goal, ItemId, Liaison, Nature, Period, PlanId, Review, Seal, Status, Succession,
    Thresholds, Year,
};
use plandesk::search::query::Key;
use plandesk::search::{Index, Query, QueryError};

use crate::support::search::{Sample, departments};

/// Four items of 巴楚 and two of 同心: t1 is led by the health commission and lags, t2 was completed late, t3 has no
/// departments and a goal for 2024, p1 is a project of box 3. The year 2022 is sealed for 巴楚.
fn dossiers() -> Vec<Arc<Dossier>> {
    let bachu = Sample::new("bachu-wsjk-2025", "巴楚县卫生健康规划", "巴楚县", "卫生健康")
        .chapter("第一章", "重点任务", "")
        .task("加强慢性病防控", "覆盖全县。")
        .lead("卫生健康委员会", 2023)
        .task("推进残疾人康复", "儿童优先。")
        .lead("民政局", 2023)
        .task("开展健康宣传", "进社区。")
        .special_box("专栏3", "重点项目")
        .project("康复中心建设项目", "新建一所。")
        .indicator("康复服务覆盖率", Nature::Binding, "95")
        .indicator("人均期望寿命", Nature::Expected, "76");
    let mut bachu = (*bachu.dossier()).clone();
    let review = |status| Review { status: Some(status), ..Review::default() };
    let t = |n: u32| format!("bachu-wsjk-2025/t{n}").parse::<ItemId>().unwrap();
    bachu.reviews.insert((t(1), Period::annual(Year(2022))), review(Status::InProgress));
    bachu.reviews.insert((t(1), Period::annual(Year(2023))), review(Status::Lagging));
    bachu.reviews.insert((t(2), Period::annual(Year(2023))), review(Status::Completed));
    let support = vec!["残疾人联合会".to_string()];
    bachu
        .decisions
        .insert(t(2), Decision { lead: Some(vec!["民政局".into()]), support: Some(support), ..Decision::default() });
    bachu.goals.insert((t(3), Year(2024)), Goal { text: "进社区十场。".to_string() });
    bachu.fates.insert(t(2), Fate::new(FateKind::Done, Vec::new()));
    let earlier = Succession { of: PlanId::new("bachu-wsjk-2020").unwrap() };
    bachu.successions.insert(bachu.plan.id.clone(), earlier);
    let person = |official: &str, section: &str| Liaison {
        official: Some(official.into()),
        section: Some(section.into()),
        ..Liaison::default()
    };
    bachu.liaisons.insert(t(2), person("王立新", "养老服务科"));
    let i1 = "bachu-wsjk-2025/i1".parse::<ItemId>().unwrap();
    bachu.liaisons.insert(i1, person("李明", "基层卫生科"));
    let seal =
        Seal::of(&bachu, Period::annual(Year(2022)), &Thresholds::default(), "王芳", "2023-01-10T09:00:00+08:00");
    bachu.seals.insert(Period::annual(Year(2022)), seal);
    let tongxin = Sample::new("tongxin-cjr-2025", "同心县残疾人规划", "同心县", "残疾人")
        .chapter("一、", "总体要求", "")
        .task("发展康复服务", "")
        .lead("残疾人联合会", 2025);
    vec![Arc::new(bachu), tongxin.dossier()]
}

#[test]
fn filters_match_by_the_recorded_values() {
    let index = Index::build(&dossiers(), &departments());
    for (line, period, ids) in [
        ("康复 plan:巴楚 kind:task", None, vec!["b/t2"]),
        ("康复 规划：巴楚 类型：任务", None, vec!["b/t2"]),
        ("plan:tongxin", None, vec!["t/t1", "t", "t#n0"]),
        ("plan:巴楚,同心 kind:plan", None, vec!["b", "t"]),
        ("plan:\"巴楚 卫生\" kind:plan", None, vec!["b"]),
        ("dept:民政", None, vec!["b/t2"]),
        ("部门:残联", None, vec!["b/t2", "t/t1"]),
        ("dept:卫健委", None, vec!["b/t1"]),
        ("dept:canji", None, vec!["b/t2", "t/t1"]),
        ("official:王", None, vec!["b/t2"]),
        ("分管领导:wlx,李明", None, vec!["b/t2", "b/i1"]),
        ("-official:王 kind:task plan:巴楚", None, vec!["b/t1", "b/t3"]),
        ("责任科室：卫生", None, vec!["b/i1"]),
        ("section:科 官方", None, vec![]),
        ("status:滞后", None, vec!["b/t1"]),
        ("status:lagging,完成", None, vec!["b/t1", "b/t2"]),
        ("status:推进", Some(Period::annual(Year(2022))), vec!["b/t1"]),
        ("status:推进 period:2023", Some(Period::annual(Year(2022))), vec![]),
        ("状态:推进 评估期:2022", None, vec!["b/t1"]),
        ("due:2023", None, vec!["b/t1", "b/t2"]),
        ("due:<2025", None, vec!["b/t1", "b/t2"]),
        ("到期:≥2024", None, vec!["t/t1"]),
        ("due:2024-2026", None, vec!["t/t1"]),
        ("due:无", None, vec!["b/t3", "b/p1"]),
        ("fate:已完成", None, vec!["b/t2"]),
        ("去向:done,结转", None, vec!["b/t2"]),
        ("fate:无 kind:task plan:巴楚", None, vec!["b/t1", "b/t3"]),
        ("succeeds:wsjk-2020 kind:indicator", None, vec!["b/i1", "b/i2"]),
        ("接续:2025", None, vec![]),
        ("nature:约束性", None, vec!["b/i1"]),
        ("性质:预期", None, vec!["b/i2"]),
        ("box:3", None, vec!["b/p1", "b#b0"]),
        ("专栏:专栏三", None, vec!["b/p1", "b#b0"]),
        ("is:overdue", Some(Period::annual(Year(2023))), vec!["b/t1"]),
        ("是:逾期", Some(Period::annual(Year(2022))), vec![]),
        ("is:unassigned", None, vec!["b/t3", "b/p1"]),
        ("is:unreported plan:巴楚", Some(Period::annual(Year(2023))), vec!["b/t3", "b/p1"]),
        ("is:planned", Some(Period::annual(Year(2024))), vec!["b/t3"]),
        ("是:有目标 period:2023", None, vec![]),
        ("is:missing", Some(Period::annual(Year(2023))), vec!["b/t3", "b/p1", "t/t1"]),
        ("is:missing", Some(Period::annual(Year(2022))), vec!["t/t1"]),
        ("是:缺报", Some(Period::annual(Year(2031))), vec![]),
        ("is:sealed", Some(Period::annual(Year(2022))), vec!["b/t1", "b/t2", "b/t3", "b/p1"]),
        ("康复 是:已封存 评估期:2022", None, vec!["b/t2", "b/p1"]),
        ("-is:sealed kind:task period:2022", None, vec!["t/t1"]),
        ("康复 -儿童 kind:task", None, vec!["t/t1"]),
        ("康复 -plan:同心 -kind:项目,指标", None, vec!["b/t2"]),
        ("\"推进残疾人\"", None, vec!["b/t2"]),
        ("“康复中心”", None, vec!["b/p1"]),
        ("\"残康复\"", None, vec![]),
        ("康复 -kind:task -kind:indicator", None, vec!["b/p1"]),
    ] {
        let mut query = Query::parse(line).unwrap();
        if let Some(period) = period {
            query = query.in_period(period);
        }
        let short = |id: &str| id.replace("bachu-wsjk-2025", "b").replace("tongxin-cjr-2025", "t");
        let mut found: Vec<String> = index.search(&query, 100).hits.iter().map(|hit| short(&hit.id)).collect();
        found.sort();
        let mut ids = ids;
        ids.sort_unstable();
        assert_eq!(found, ids, "{line} {period:?}");
    }
}

#[test]
fn a_line_of_words_is_no_filter() {
    for line in ["目标：康复", "一是:加强", "12:30", "-", "“", "—", ":", "plan"] {
        assert!(Query::parse(line).is_ok(), "{line}");
    }
    let words =
        |line: &str| Query::parse(line).unwrap().words().iter().map(|w| w.text().to_string()).collect::<Vec<_>>();
    assert_eq!(words(" 残疾人　kf  \"家庭 医生\" "), ["残疾人", "kf", "家庭 医生"]);
    assert_eq!(words("喀什“十四五”规划"), ["喀什“十四五”规划"]);
    assert_eq!(words("-儿童 plan:巴楚"), Vec::<String>::new());
    assert_eq!(words("\"还没 写完"), ["还没 写完"]);
}

#[test]
fn a_wrong_filter_is_refused_with_the_possible_ones() {
    let unknown = Query::parse("stauts:滞后").unwrap_err();
    assert_eq!(unknown, QueryError::UnknownKey { name: "stauts".into(), column: 1 });
    let after_words = Query::parse("康复 儿童　-状态：慢").unwrap_err();
    assert!(after_words.to_string().starts_with("column 7:"), "{after_words}");
    assert!(unknown.to_string().contains("status") && unknown.to_string().contains("“stauts:”"));
    for (line, key, value, possible) in [
        ("status:", Key::Status, "", "滞后"),
        ("status:慢", Key::Status, "慢", "lagging"),
        ("去向:没了", Key::Fate, "没了", "carried"),
        ("plan: 康复", Key::Plan, "", "巴楚"),
        ("due:明年", Key::Due, "明年", "2022-2024"),
        ("due:2024-2023", Key::Due, "2024-2023", "2022-2024"),
        ("due:24", Key::Due, "24", "a year"),
        ("period:中", Key::Period, "中", "mid-term"),
        ("-period:2023", Key::Period, "2023", "2023"),
        ("kind:任务书", Key::Kind, "任务书", "项目"),
        ("box:甲", Key::Box, "甲", "number"),
        ("is:late", Key::Is, "late", "overdue"),
        ("nature:硬", Key::Nature, "硬", "约束性"),
    ] {
        let error = Query::parse(line).unwrap_err();
        assert_eq!(error, QueryError::BadValue { key, value: value.into(), column: 1 }, "{line}");
        assert!(error.to_string().contains(possible), "{error}");
    }
}

#[test]
fn a_line_that_is_too_long_is_refused_before_the_search() {
    assert!(Query::parse(&"康".repeat(1_000)).is_ok());
    let long = "-a ".repeat(80_000);
    assert_eq!(Query::parse(&long), Err(QueryError::TooLong { characters: 240_000 }));
}

#[test]
fn labels_of_forms_and_tables_are_accepted_as_filter_names() {
    for (line, same) in [
        ("责任单位:民政", "dept:民政"),
        ("科室：民政", "dept:民政"),
        ("类别:任务", "kind:任务"),
        ("年度:2023 康复", "period:２０２３ 康复"),
        ("截止:2024", "due:2024"),
        ("status:未报", "状态:unreported"),
    ] {
        assert_eq!(Query::parse(line), Query::parse(same), "{line}");
        assert!(Query::parse(line).is_ok(), "{line}");
    }
    assert!(Query::parse("kind:x").is_err(), "a letter in some name is no name");
}
