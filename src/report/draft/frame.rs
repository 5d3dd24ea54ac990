//! The sections about which records say little: the process of the evaluation (评估工作概况), and changed circumstances
//! (环境形势变化).

use crate::report::basis::{Basis, indicator_rows, rows};
use crate::report::model::{Paragraph, Section, Sources};
use crate::report::wording::phrases;

use super::appraisals;

/// Returns the section 评估工作概况.
pub(super) fn section(basis: &Basis) -> Section {
    let body = vec![grounds(basis).into(), organisation(basis).into(), method(basis).into()];
    Section::new(basis.say(&phrases::HEADING_FRAME, []), body)
}

fn led_by(basis: &Basis, lead: &crate::report::wording::Phrase<0>) -> Paragraph {
    Paragraph::led_by(basis.say(lead, []))
}

fn grounds(basis: &Basis) -> Paragraph {
    let plan = basis.plan;
    let number = plan.notice.as_ref().and_then(|notice| notice.number.as_deref());
    let number = number.map(|number| format!("（{number}）")).unwrap_or_default();
    let mut sources = indicator_rows(&basis.indicators);
    sources.add(rows(basis.items()));
    let content = [
        (basis.indicators.len(), "项主要指标"),
        (basis.tasks.len(), "项重点任务"),
        (basis.projects.len(), "个专栏重大项目"),
    ];
    let content = content.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}{what}"));
    let content = content.collect::<Vec<_>>().join("、");
    let term = plan.term;
    led_by(basis, &phrases::FRAME_GROUNDS_LEAD)
        .say(basis.say(&phrases::FRAME_GROUNDS, [&plan.title, &number]), Sources::plan())
        .say(basis.say(&phrases::FRAME_SCOPE, [&term.first, &term.last, &basis.by_then(), &content]), sources)
        .gap(basis.say(&phrases::GAP_GROUNDS, []))
}

fn organisation(basis: &Basis) -> Paragraph {
    let paragraph = led_by(basis, &phrases::FRAME_ORGANISATION_LEAD)
        .remark(basis.say(&phrases::FRAME_ORGANISATION, []))
        .gap(basis.say(&phrases::GAP_ORGANISATION, []));
    appraisals::sentences(basis, paragraph)
}

fn method(basis: &Basis) -> Paragraph {
    let method = if basis.is_final() { &phrases::FRAME_FINAL_METHOD } else { &phrases::FRAME_METHOD };
    led_by(basis, &phrases::FRAME_METHOD_LEAD)
        .say(basis.say(method, []), indicator_rows(&basis.indicators))
        .gap(basis.say(&phrases::GAP_METHOD, []))
}

/// Returns the section 环境形势变化.
pub(super) fn environment(basis: &Basis) -> Section {
    let paragraph = Paragraph::new()
        .remark(basis.say(&phrases::ENVIRONMENT, []))
        .gap(basis.say(&phrases::GAP_CHANGES, []))
        .gap(basis.say(&phrases::GAP_EFFECTS, []));
    Section::new(basis.say(&phrases::HEADING_ENVIRONMENT, []), vec![paragraph.into()])
}
