//! Departments (责任单位): canonical names, the short names under which documents mention them, and levels.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// One department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// The name under which it is stored and shown, without a region: `卫生健康委员会`.
    pub name: String,
    /// Other names, the shortest usual one first: `卫健委`, `卫生健康委`.
    #[serde(default)]
    pub short: Vec<String>,
    /// What sort of body it is: party, government, group or institution.
    pub level: Level,
    /// Words of a task's text that suggest this department.
    #[serde(default)]
    pub hints: Vec<String>,
}

/// What sort of body a department is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A body of the party committee (党委部门).
    Party,
    /// A department of the government (政府部门).
    Government,
    /// A people's or mass organisation (群团组织).
    Group,
    /// A public institution or another unit (事业单位及其他).
    Institution,
}

/// The registry of departments.
#[derive(Debug, Clone, Default)]
pub struct Departments {
    list: Vec<Department>,
    by_name: HashMap<String, usize>,
}

impl Departments {
    /// A registry of these departments. Of two that claim one name the first keeps it.
    pub fn new(list: Vec<Department>) -> Self {
        let mut by_name = HashMap::new();
        for (place, department) in list.iter().enumerate() {
            for name in std::iter::once(&department.name).chain(&department.short) {
                by_name.entry(name.clone()).or_insert(place);
            }
        }
        Departments { list, by_name }
    }

    /// Every department in the order of the registry.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.list.iter()
    }

    /// The department that has exactly this name or short name.
    pub fn find(&self, name: &str) -> Option<&Department> {
        self.by_name.get(name).map(|&place| &self.list[place])
    }

    /// The canonical name for a name in use; a name that is in no registry is its own.
    pub fn canonical<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).map_or(name, |d| d.name.as_str())
    }
}
