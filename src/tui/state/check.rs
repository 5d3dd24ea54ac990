//! The plan check (规划体检): what is wrong or odd in the plans themselves.

use std::sync::Arc;

use crate::report::check::{Finding, RULES, Rule};
use crate::text::Language;

use super::data::Data;
use super::list::List;

/// A line of the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckRow {
    /// A plan by its dossier's place, and how many findings follow.
    Plan(usize, usize),
    /// A finding.
    Finding(Finding),
}

/// The view.
#[derive(Debug, Default)]
pub struct Check {
    /// Plans, each followed by its findings.
    pub list: List<CheckRow>,
    /// The findings; `None` until the check is done.
    pub findings: Option<Arc<Vec<Finding>>>,
    /// The rule whose findings are listed; all without one.
    pub rule: Option<&'static str>,
}

impl Check {
    /// Makes the rows anew. Returns true if the row under the cursor is still among them.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let mut rows = Vec::new();
        for (place, dossier) in data.in_view() {
            let of_plan = |finding: &&Finding| finding.plan == dossier.plan.id;
            let of_rule = |finding: &&Finding| self.rule.is_none_or(|rule| rule == finding.rule);
            let findings: Vec<&Finding> = self.all().iter().filter(of_plan).filter(of_rule).collect();
            if data.plan.is_none() && !findings.is_empty() {
                rows.push(CheckRow::Plan(place, findings.len()));
            }
            rows.extend(findings.into_iter().cloned().map(CheckRow::Finding));
        }
        let current = self.list.current().cloned();
        self.list.replace(rows, |row| match (row, &current) {
            (CheckRow::Plan(place, _), Some(CheckRow::Plan(old, _))) => place == old,
            (row, Some(old)) => row == old,
            (_, None) => false,
        })
    }

    /// Returns the item of the finding under the cursor.
    pub fn id(&self) -> Option<String> {
        match self.list.current()? {
            CheckRow::Finding(finding) => finding.id.clone(),
            CheckRow::Plan(..) => None,
        }
    }

    /// Returns every finding.
    pub fn all(&self) -> &[Finding] {
        self.findings.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Returns the name of the rule whose findings are listed alone.
    pub fn rule_name(&self, language: Language) -> Option<String> {
        self.rule.and_then(rule).map(|rule| language.pick(rule.zh, rule.en).to_string())
    }

    /// Returns the finding under the cursor.
    pub fn current(&self) -> Option<&Finding> {
        match self.list.current()? {
            CheckRow::Finding(finding) => Some(finding),
            CheckRow::Plan(..) => None,
        }
    }
}

/// Returns the rule of a finding, in words.
pub fn rule_of(finding: &Finding, language: Language) -> &'static str {
    rule(finding.rule).map_or(finding.rule, |rule| language.pick(rule.zh, rule.en))
}

/// Returns a rule by its name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
