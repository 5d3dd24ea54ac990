//! Checks that reading a document loses no letters.

use std::collections::HashMap;

use plandesk::import::{self, Document};
use plandesk::plan::{Departments, Edition, Nature};

/// Returns the letters and digits of a text in half width; punctuation and blanks may be lost in headings and cells.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(plandesk::text::fold::half_width).filter(|c| c.is_alphanumeric())
}

fn count(texts: impl IntoIterator<Item = String>) -> HashMap<char, i64> {
    let mut counts = HashMap::new();
    for text in texts {
        letters(&plandesk::text::clean::sanitise(&text)).for_each(|c| *counts.entry(c).or_default() += 1);
    }
    counts
}

/// Returns all texts of a document, and those that fields express in other ways: natures, editions, the order of rows.
fn texts(document: &Document) -> Vec<String> {
    let mut texts: Vec<String> = document.leftovers.iter().map(|p| p.text.clone()).collect();
    if let Some(notice) = &document.notice {
        texts.extend(notice.text.clone());
    }
    for plan in &document.plans {
        texts.push(plan.title.clone());
        for node in &plan.outline {
            texts.extend([node.number.clone(), node.title.clone()]);
            texts.extend(node.paragraphs.iter().map(|p| p.text.clone()));
        }
        for task in &plan.tasks {
            texts.extend([task.number.clone(), task.text.clone()]);
            texts.extend(task.group.clone());
        }
        for special_box in &plan.boxes {
            texts.extend([special_box.number.clone(), special_box.title.clone()]);
            texts.extend(special_box.notes.iter().map(|p| p.text.clone()));
        }
        for (row, indicator) in plan.indicators.iter().enumerate() {
            // Rows are numbered anew in each table.
            texts.extend([(row + 1).to_string(), (row + 1).to_string(), indicator.name.clone()]);
            texts.extend(indicator.category.iter().chain(&indicator.unit).cloned());
            texts.extend(indicator.nature.map(|n| if n == Nature::Binding { "约束性" } else { "预期性" }.to_string()));
            texts.extend(indicator.baselines.iter().map(|b| b.text.clone()));
            texts.extend(indicator.targets.iter().map(|t| t.text.clone()));
        }
        if plan.edition != Edition::Issued {
            texts.push("征求意见稿摘编版".to_string());
        }
    }
    texts
}

/// Returns the letters that occur more often in the source than in the result.
pub fn lost(source: &str, document: &Document) -> Vec<(char, i64)> {
    let kept = count(texts(document));
    let mut lost: Vec<(char, i64)> = count([source.to_string()])
        .into_iter()
        .map(|(c, n)| (c, n - kept.get(&c).copied().unwrap_or(0)))
        .filter(|(_, missing)| *missing > 0)
        .collect();
    lost.sort_by_key(|(c, n)| (-n, *c));
    lost
}

pub fn read(name: &str, text: &str) -> Option<Document> {
    import::read(name, text.as_bytes(), &Departments::default()).ok()
}
