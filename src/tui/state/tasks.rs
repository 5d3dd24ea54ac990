//! The task table (任务): filter, order, marks and cursor.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::plan::{ItemId, Kind, Role, TaskFilter};
use crate::search::{Query, TaskMatcher};
use crate::text::fold::to_half_width;
use crate::text::{Label, Language, pinyin};
use crate::tui::words::{Word, say};

use super::data::{Data, ItemKey};
use super::list::List;

/// The filter of the task table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// The filter of the tasks.
    pub tasks: TaskFilter,
    /// With these words and filters, as in a search.
    pub text: String,
}

impl From<TaskFilter> for Filter {
    fn from(tasks: TaskFilter) -> Filter {
        Filter { tasks, text: String::new() }
    }
}

impl Filter {
    /// Returns the words and filters; what is no query is looked for as it stands.
    fn query(&self, data: &Data) -> Query {
        Query::parse(&self.text)
            .unwrap_or_else(|_| Query::of_phrase(&self.text))
            .in_period(data.period)
            .on(data.snapshot.today())
    }

    /// Returns true if what is listed follows from the texts of the plans, whatever is entered about them.
    fn follows_texts_alone(&self) -> bool {
        self.tasks.follows_texts_alone() && self.text.is_empty()
    }

    /// Returns the filter in words, for the header.
    pub fn describe(&self, data: &Data, language: Language) -> Vec<String> {
        let word = |word| say(language, word);
        let mut parts = Vec::new();
        let tasks = &self.tasks;
        if tasks.former {
            parts.push(word(Word::Former).to_string());
        }
        if let Some((plan, node)) = &tasks.node
            && let Some(node) = data.snapshot.dossier(plan).and_then(|d| d.plan.outline.get(*node))
        {
            parts.push(node.heading());
        }
        match (tasks.department.as_deref(), tasks.role) {
            (Some(""), _) => parts.push(word(Word::Undivided).to_string()),
            (Some(name), Role::Any) => parts.push(data.short_name(name).to_string()),
            (Some(name), Role::Lead) => parts.push(format!("{}:{}", word(Word::Lead), data.short_name(name))),
            (Some(name), Role::Support) => parts.push(format!("{}:{}", word(Word::Support), data.short_name(name))),
            (None, _) => {}
        }
        if !tasks.statuses.is_empty() {
            let names = tasks.statuses.iter().map(|status| status.label(language));
            parts.push(names.collect::<Vec<_>>().join("/"));
        }
        parts.extend(tasks.sector.clone());
        parts.extend(tasks.conditions.iter().map(|condition| condition.label(language).to_string()));
        match tasks.kind {
            Some(Kind::Task) => parts.push(word(Word::Task).to_string()),
            Some(Kind::Project) => parts.push(word(Word::Project).to_string()),
            None => {}
        }
        parts.extend(tasks.due.map(|due| format!("{}{due}", word(Word::Due))));
        if !self.text.is_empty() {
            parts.push(format!("/{}", self.text));
        }
        parts
    }
}

/// Returns true if a title contains a needle in half width, or its pinyin, spelt out or by initials.
pub fn fits(title: &str, needle: &str) -> bool {
    let plain = to_half_width(title);
    plain.contains(needle)
        || (needle.is_ascii()
            && (without_blanks(&pinyin::initials(&plain)).contains(&needle.to_lowercase())
                || pinyin::spelling(&plain).contains(&needle.to_lowercase())))
}

/// Initials go over the words of a title, whose blanks nobody types.
fn without_blanks(initials: &str) -> String {
    initials.split_whitespace().collect()
}

/// The table.
#[derive(Debug, Default)]
pub struct Tasks {
    /// The filter of the task table.
    pub filter: Filter,
    /// The rows.
    pub list: List<ItemKey>,
    /// The marked tasks.
    pub marks: BTreeSet<ItemId>,
    /// The task marked last, from which a range is marked.
    pub anchor: Option<ItemId>,
    /// The task under the cursor.
    pub current: Option<ItemId>,
}

impl Tasks {
    /// Makes the rows anew. Returns true if the task under the cursor is still among them. Marks of tasks that are
    /// not listed are dropped, so that nothing is changed unseen, and the cursor stays with its task.
    pub fn refresh(&mut self, data: &Data) -> bool {
        let rows = self.rows(data);
        let current = self.current.as_ref().and_then(|id| data.key(id));
        let found = self.list.replace(rows, |row| Some(*row) == current);
        if !self.marks.is_empty() {
            let listed: HashSet<ItemKey> = self.list.rows().iter().copied().collect();
            self.marks.retain(|id| data.key(id).is_some_and(|key| listed.contains(&key)));
        }
        self.settle(data);
        found
    }

    /// Returns the rows in the order of the plans.
    fn rows(&self, data: &Data) -> Vec<ItemKey> {
        let query = self.filter.query(data);
        // Most tasks need not be judged where an index can tell that they lack a word.
        let index = data.index().filter(|_| !self.filter.tasks.former);
        let narrowed = index.as_ref().and_then(|index| index.narrowed(&query));
        data.rows(|plans, rows| {
            let matcher = TaskMatcher::new(&query);
            for (place, dossier) in plans {
                let plan = &dossier.plan;
                let tasks = self.filter.tasks.among(plan);
                let first = if self.filter.tasks.former { plan.tasks.len() } else { 0 };
                let standings = &data.counts(*place).tasks[first..];
                let judge = |at: usize| {
                    let (Some(task), Some(standing)) = (tasks.get(at), standings.get(at)) else { return };
                    let admitted = self.filter.tasks.admits(dossier, task, data.period, standing);
                    if admitted && (query.is_empty() || matcher.matches(dossier, task)) {
                        rows.push(ItemKey::of(*place, &task.id));
                    }
                };
                match narrowed.as_ref().and_then(|narrowed| narrowed.tasks_of(plan)) {
                    Some(may) => may.for_each(judge),
                    None => (0..tasks.len()).for_each(judge),
                }
            }
        })
    }

    /// Returns true if the rows depend on the texts of the plans alone.
    pub fn follows_texts_alone(&self) -> bool {
        self.filter.follows_texts_alone()
    }

    /// Remembers which task the cursor is on.
    pub fn settle(&mut self, data: &Data) {
        self.current = self.list.current().and_then(|row| data.task_id(*row)).cloned();
    }

    /// Puts the cursor on a task. Returns true if it is listed.
    pub fn select(&mut self, data: &Data, id: &ItemId) -> bool {
        let wanted = data.key(id);
        let found = self.list.find(|row| Some(*row) == wanted);
        self.settle(data);
        found
    }

    /// Ends the marks when an action was done on what is marked.
    pub fn spend_marks(&mut self, items: &[ItemId]) {
        if items.iter().all(|item| self.marks.contains(item)) {
            self.marks.clear();
        }
    }

    /// Returns the marked tasks in the order of the plans, or the one under the cursor.
    pub fn chosen(&self) -> Vec<ItemId> {
        if self.marks.is_empty() {
            self.current.iter().cloned().collect()
        } else {
            self.marks.iter().cloned().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use proptest::prelude::*;
    use proptest::sample::select;
    use proptest::test_runner::TestRunner;

    use super::*;
    use crate::desk::{Settings, Snapshot};
    use crate::import;
    use crate::plan::{Departments, Dossier, Period, Plan, PlanId, Year};
    use crate::search::indexer::SegmentStore;
    use crate::search::{Indexer, Segment};

    const WORDS: [&str; 31] = [
        "康复",
        "残疾人",
        "残康复",
        "家庭医生",
        "县医",
        "\"服务体系\"",
        "“十四五”",
        "2025年",
        "９５％",
        "，",
        "的",
        "cjr",
        "canjiren",
        "can疾r",
        "zhongdian",
        "xian",
        "a",
        "zh",
        "巴楚",
        "主要任务",
        "没有的字样龘",
        "plan:喀什",
        "kind:project",
        "is:unassigned",
        "-残疾",
        "-kind:task",
        "-plan:巴楚",
        "first-2025/t1",
        "first-2025/t3",
        "first-2025#n1",
        "nobody:",
    ];

    /// Nothing is kept.
    struct Unkept;

    impl SegmentStore for Unkept {
        fn load(&self) -> Vec<Segment> {
            Vec::new()
        }

        fn save(&self, _: &[Arc<Segment>]) {}
    }

    /// Returns the bundled plans under names of their own. Some of their tasks are former ones.
    fn plans() -> Vec<Plan> {
        let departments = Departments::bundled();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans");
        let texts = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        let mut plans: Vec<Plan> =
            texts.flat_map(|text| import::read("a", &text, &departments).unwrap().plans).collect();
        plans.sort_by(|a, b| a.title.cmp(&b.title));
        for (plan, name) in plans.iter_mut().zip(["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]) {
            let id = PlanId::new(format!("{name}-2025")).unwrap();
            let present = plan.tasks.len() * 4 / 5;
            plan.former_tasks = plan.tasks.iter().skip(present).cloned().collect();
            plan.tasks = plan.tasks.iter().take(present).cloned().collect();
            *plan = plan.clone().renamed(id);
        }
        plans
    }

    fn snapshot(plans: &[Arc<Plan>]) -> Arc<Snapshot> {
        let dossiers = plans.iter().map(|plan| (plan.id.clone(), Arc::new(Dossier::new(Arc::clone(plan)))));
        Arc::new(Snapshot::new(dossiers.collect(), Departments::bundled(), Settings::default()))
    }

    /// Returns an indexer that has an index of these data, and follows no others.
    fn indexer_of(snapshot: &Snapshot) -> Arc<Indexer> {
        let indexer = Arc::new(Indexer::new(Unkept).unwrap());
        let (tell, told) = channel();
        indexer.subscribe(move || tell.send(()).is_ok());
        indexer.follow(snapshot.dossiers().cloned().collect(), Arc::clone(snapshot.departments()));
        while indexer.latest().is_none() {
            told.recv().unwrap();
        }
        indexer
    }

    fn listed(data: &Data, filter: &Filter) -> Vec<ItemKey> {
        let mut tasks = Tasks { filter: filter.clone(), ..Tasks::default() };
        tasks.refresh(data);
        tasks.list.rows().to_vec()
    }

    #[test]
    fn an_index_changes_nothing_of_what_is_listed_even_when_it_is_of_older_words() {
        let mut plans: Vec<Arc<Plan>> = plans().into_iter().map(Arc::new).collect();
        let before = snapshot(&plans);
        let indexer = indexer_of(&before);
        // One plan more, one other title, another text in place of the first, and one plan gone.
        plans.push(Arc::new(plans[0].as_ref().clone().renamed(PlanId::new("again-2025").unwrap())));
        Arc::make_mut(&mut plans[0]).tasks[2].title = "没有的字样龘".to_string();
        Arc::make_mut(&mut plans[1]).tasks.remove(0);
        plans.remove(2);
        let after = snapshot(&plans);
        let mut found = [0, 0];
        for (snapshot, found) in [before, after].into_iter().zip(&mut found) {
            let [alone, mut indexed] = [(); 2].map(|()| Data::new(Arc::clone(&snapshot), Period::annual(Year(2023))));
            indexed.indexer = Some(Arc::clone(&indexer));
            let lines =
                (prop::collection::vec(select(&WORDS[..]), 0..4), prop::bool::weighted(0.2), any::<Option<bool>>());
            let mut runner = TestRunner::new(ProptestConfig::with_cases(100));
            let single = WORDS.map(|word| (vec![word], false, None));
            let judge = |(words, former, kind): (Vec<&str>, bool, Option<bool>)| {
                let kind = kind.map(|project| if project { Kind::Project } else { Kind::Task });
                let filter =
                    Filter { text: words.join(" "), tasks: TaskFilter { former, kind, ..TaskFilter::default() } };
                let by_itself = listed(&alone, &filter);
                prop_assert_eq!(&listed(&indexed, &filter), &by_itself, "{:?}", filter);
                Ok(())
            };
            single.into_iter().for_each(|case| judge(case).unwrap());
            runner.run(&lines, judge).unwrap();
            *found = listed(&indexed, &Filter { text: "没有的字样龘".to_string(), ..Filter::default() }).len();
        }
        assert_eq!(found, [0, 1], "what the index does not know yet is found all the same");
    }

    #[test]
    fn an_index_spares_judging_what_lacks_a_word() {
        let plans: Vec<Arc<Plan>> = plans().into_iter().map(Arc::new).collect();
        let index = indexer_of(&snapshot(&plans)).latest().unwrap();
        let spared = |line: &str| {
            let query = Query::parse(line).unwrap();
            let narrowed = index.narrowed(&query);
            let judged = |plan: &Arc<Plan>| narrowed.as_ref().and_then(|n| Some(n.tasks_of(plan)?.count()));
            plans.iter().map(|plan| plan.tasks.len() - judged(plan).unwrap_or(plan.tasks.len())).sum::<usize>()
        };
        let all: usize = plans.iter().map(|plan| plan.tasks.len()).sum();
        assert_eq!(spared("没有的字样龘"), all);
        assert!((1..all).contains(&spared("康复")));
        assert_eq!(spared("kind:task"), 0, "there is no word");
    }
}
