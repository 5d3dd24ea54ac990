//! Steps (分解事项): the parts that whoever carries out a task divides it into.

use serde::{Deserialize, Serialize};

use super::progress::per_cent;
use super::record::{About, InWords, told};
use super::{Dossier, Due, ItemId};

/// A part of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// The work to do; never blank.
    pub title: String,
    /// The department that does it, by its canonical name.
    pub department: Option<String>,
    /// The responsible person.
    pub person: Option<String>,
    /// By when it is due.
    pub due: Option<Due>,
    /// True if it is done.
    pub done: bool,
}

impl Dossier {
    /// Returns the steps of a task with their numbers, which begin at 1 and are not used again while others follow.
    pub fn steps_of<'a>(&'a self, item: &ItemId) -> impl Iterator<Item = (u32, &'a Step)> + use<'a> {
        let all = self.steps.range((item.clone(), 0)..=(item.clone(), u32::MAX));
        all.map(|((_, number), step)| (*number, step))
    }

    /// Returns the share of a task's steps that are done in per cent, rounded; `None` without steps.
    pub fn progress_of_steps(&self, item: &ItemId) -> Option<u8> {
        let (mut all, mut done) = (0_u32, 0_u32);
        for (_, step) in self.steps_of(item) {
            all += 1;
            done += u32::from(step.done);
        }
        per_cent(done, all).and_then(|percent| u8::try_from(percent).ok())
    }
}

impl InWords for Step {
    fn fields(step: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let step = step.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        let done = if step.done { name("是", "yes") } else { "" };
        vec![
            (name("分解事项", "step"), step.title),
            (name("责任单位", "department"), step.department.unwrap_or_default()),
            (name("责任人", "person"), step.person.unwrap_or_default()),
            (name("到期", "due"), told(step.due, |due| due.name(about.language))),
            (name("完成", "done"), done.to_string()),
        ]
    }
}
