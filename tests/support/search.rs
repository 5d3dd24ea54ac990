//! Plans for search tests: small ones made by hand, and imported documents.

use std::path::PathBuf;
use std::sync::Arc;

use plandesk::import;
use plandesk::plan::{
    Assignment, Department, Departments, Dossier, Due, Indicator, ItemKind, Level, LineSpan, Nature, Node, Paragraph,
    Plan, SpecialBox, Target, Task, Year,
};

use super::plan::{indicator, plan, task};

/// A plan to which headings, tasks, boxes and indicators can be added.
pub struct Sample(pub Plan);

impl Sample {
    pub fn new(id: &str, title: &str, region: &str, sector: &str) -> Self {
        Sample(plan(id, title, region, sector))
    }

    pub fn chapter(mut self, number: &str, title: &str, text: &str) -> Self {
        let paragraphs = if text.is_empty() { vec![] } else { vec![Paragraph { text: text.into(), lines: line() }] };
        self.0.outline.push(Node {
            parent: None,
            level: Level::Chapter,
            number: number.into(),
            title: title.into(),
            paragraphs,
            lines: line(),
        });
        self
    }

    pub fn task(mut self, title: &str, text: &str) -> Self {
        let number = self.0.tasks.iter().filter(|t| t.special_box.is_none()).count() as u32 + 1;
        let id = self.0.id.item(ItemKind::Task, number);
        let node = self.0.outline.len().saturating_sub(1);
        self.0.tasks.push(Task { node, ..task(id, title, &format!("{title}。{text}")) });
        self
    }

    pub fn lead(mut self, department: &str, due: i32) -> Self {
        let task = self.0.tasks.last_mut().unwrap();
        task.stated =
            Assignment { lead: vec![department.into()], due: Due::end_of_year(Year(due)), ..Assignment::default() };
        self
    }

    pub fn special_box(mut self, number: &str, title: &str) -> Self {
        let node = self.0.outline.len().saturating_sub(1);
        let (number, title) = (number.into(), title.into());
        self.0.boxes.push(SpecialBox { number, title, node, notes: Vec::new(), lines: line() });
        self
    }

    pub fn project(mut self, title: &str, text: &str) -> Self {
        let number = self.0.tasks.iter().filter(|t| t.special_box.is_some()).count() as u32 + 1;
        let id = self.0.id.item(ItemKind::Project, number);
        let node = self.0.outline.len().saturating_sub(1);
        let special_box = Some(self.0.boxes.len() - 1);
        self.0.tasks.push(Task { node, special_box, ..task(id, title, &format!("{title}。{text}")) });
        self
    }

    pub fn indicator(mut self, name: &str, nature: Nature, target: &str) -> Self {
        let id = self.0.id.item(ItemKind::Indicator, self.0.indicators.len() as u32 + 1);
        let relation = plandesk::plan::Relation::Equal;
        self.0.indicators.push(Indicator {
            nature: Some(nature),
            definition: None,
            targets: vec![Target { year: Year(2025), text: target.into(), relation, value: None }],
            ..indicator(id, name)
        });
        self
    }

    pub fn dossier(self) -> Arc<Dossier> {
        Arc::new(Dossier::new(Arc::new(self.0)))
    }
}

fn line() -> LineSpan {
    LineSpan::at(1)
}

/// Returns a list of a few departments.
pub fn departments() -> Departments {
    let department = |name: &str, short: &[&str]| Department {
        short: short.iter().map(|s| s.to_string()).collect(),
        ..Department::named(name)
    };
    Departments::new(vec![
        department("卫生健康委员会", &["卫健委", "卫生健康委"]),
        department("民政局", &["民政"]),
        department("残疾人联合会", &["残联"]),
    ])
}

/// Returns the plans imported from [`documents`].
pub fn plans() -> Vec<Plan> {
    let departments = Departments::bundled();
    let read = |(name, text): &(String, String)| import::read(name, text.as_bytes(), &departments).unwrap().plans;
    documents().iter().flat_map(read).collect()
}

/// Returns the bundled condensed editions, or the official texts in PLANDESK_REAL_DOCUMENTS, as name and text.
pub fn documents() -> Vec<(String, String)> {
    let condensed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/plans");
    let folder =
        std::env::var_os("PLANDESK_REAL_DOCUMENTS").map_or(condensed, |folder| PathBuf::from(folder).join("plans"));
    let mut documents: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().replace('_', "-"), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    documents.sort();
    documents
}
