//! `past-deadline`: a task that was due before the plan was issued.

use super::passage::{Passage, Role};
use super::{Place, Reading};
use crate::plan::Year;

/// Finds tasks with a deadline in a year before the plan was issued, or before the term if the date of issue is
/// unknown.
pub(super) fn run(reading: &mut Reading) {
    let issued = reading.plan.notice.as_ref().and_then(|notice| year_of(notice.date.as_deref()?));
    let first = issued.unwrap_or(reading.plan.term.first);
    let mut found = Vec::new();
    for passage in reading.passages.iter().filter(|p| p.role == Role::Action) {
        for (at, _) in passage.text.match_indices('年') {
            if let Some(year) = deadline(passage, at).filter(|year| *year < first) {
                found.push((Place::of(passage), year, passage.quote(passage.sentence(&(at..at)))));
            }
        }
    }
    for (place, year, quote) in found {
        let (zh, en) = match issued {
            Some(issued) => (
                format!("{year}年的时限早于{issued}年印发"),
                format!("the deadline {year} lies before {issued}, the year of issue"),
            ),
            None => (
                format!("{year}年的时限早于规划期起始年{first}年"),
                format!("the deadline {year} lies before {first}, the first year of the term"),
            ),
        };
        reading.report(place, zh, en, quote);
    }
}

/// Returns the year of a date in digits.
fn year_of(date: &str) -> Option<Year> {
    let digits: String = crate::text::fold::to_half_width(date).chars().take_while(|c| *c != '年').collect();
    Year::of_digits(digits.trim())
}

/// Returns the year of a deadline whose 年 is at a place: 2021年底，实现…; `None` for something done by then (已).
fn deadline(passage: &Passage, at: usize) -> Option<Year> {
    const VERBS: [&str; 9] = ["实现", "建成", "完成", "达到", "基本", "力争", "全面", "建立", "形成"];
    let year = passage.text[..at].trim_end();
    let year = Year::of_digits(year.get(year.len().checked_sub(4)?..)?)?;
    let rest = &passage.text[at + '年'.len_utf8()..];
    let end = ["底前", "末前", "年底前", "年底", "底", "末", "前"].iter().find_map(|end| rest.strip_prefix(end))?;
    let end = end.trim_start_matches([',', ' ']);
    let goal = end.split([',', '。', ';']).next().unwrap_or_default();
    let is_done = passage.text[passage.clause(&(at..at))].contains('已') || goal.contains('已');
    (!is_done && VERBS.iter().any(|verb| goal.contains(verb))).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, plan, task};
    use crate::plan::Notice;

    #[test]
    fn a_deadline_before_the_year_of_issue_is_found() {
        for (text, issued, is_found) in [
            ("改革。2021年底，实现付费方式改革。", Some("2022年3月1日"), true),
            ("改革。2021年底，实现付费方式改革。", Some("2021年3月1日"), false),
            ("改革。2021年底，实现付费方式改革。", None, false),
            ("改革。2021年底全县医院完成改革。", Some("2022年3月1日"), true),
            ("改革。2019年底前完成改革。", None, true),
            ("改革。到2022年底基本完成改革。", Some("2022年3月1日"), false),
            ("改革。2020年底已实现付费方式改革。", Some("2022年3月1日"), false),
            ("改革。自2016年以来建成三所。", Some("2022年3月1日"), false),
        ] {
            let mut plan = task(plan(""), "1.", text);
            plan.notice = Some(Notice { date: issued.map(Into::into), ..Notice::default() }.into());
            assert_eq!(found("past-deadline", plan).len(), usize::from(is_found), "{text} {issued:?}");
        }
    }
}
