//! The office's own entries about departments: fields laid over the registry that comes with the program.
//!
//! An entry has the name under which the registry knows the department, or the name under which the office added it.
//! That name never changes, so that a renamed department keeps its work, its history and its entry.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Department, Departments, Level};
use crate::plan::Region;
use crate::plan::record::{About, InWords};
use crate::text::near::nearest;
use crate::text::{Label, Language};

/// Makes the fields of a department, with their names in commands and files and their labels.
macro_rules! fields {
    ($($(#[$doc:meta])* $Field:ident $name:literal $zh:literal $en:literal;)+) => {
        /// A field of a department that an office enters.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum DepartmentField {
            $($(#[$doc])* $Field,)+
        }

        impl DepartmentField {
            /// Every field, in the order in which lists and forms have them.
            pub const ALL: [DepartmentField; [$($name),+].len()] = [$(DepartmentField::$Field),+];

            /// The name in commands and files: `telephone`.
            pub fn name(self) -> &'static str {
                match self {
                    $(DepartmentField::$Field => $name,)+
                }
            }
        }

        impl Label for DepartmentField {
            fn label(&self, language: Language) -> &'static str {
                match self {
                    $(DepartmentField::$Field => language.pick($zh, $en),)+
                }
            }
        }
    };
}

fields! {
    /// The name under which it is shown.
    Name "name" "名称" "name";
    /// Other names, parted by 、, the shortest usual one first.
    Short "short" "简称、别名" "short names";
    /// The sort of body.
    Level "level" "类别" "level";
    /// The region, where it is not that of the plans that name it.
    Region "region" "地区" "region";
    /// The body above it.
    Superior "superior" "上级单位" "superior";
    /// The person who answers for it day by day.
    Contact "contact" "联系人" "contact";
    /// The telephone number of that person or of the office.
    Telephone "telephone" "电话" "telephone";
    /// The first day on which it is in force.
    From "from" "成立日期" "in force from";
    /// The last day on which it is in force.
    Until "until" "撤销日期" "in force until";
    /// The department that takes over its work.
    Successor "successor" "职能承接单位" "successor";
}

/// A text that can't be the value of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadDepartmentField {
    /// The field.
    pub field: DepartmentField,
    /// The text.
    pub text: String,
}

impl BadDepartmentField {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let (label, text) = (self.field.label(language), &self.text);
        let possible = match self.field {
            DepartmentField::Level => Level::ALL.map(|level| level.label(language)).join(language.pick("、", ", ")),
            DepartmentField::From | DepartmentField::Until => {
                language.pick("日期，如 2023-03-16", "a day, such as 2023-03-16").to_string()
            }
            _ => language.pick("不能为空", "some text").to_string(),
        };
        match language {
            Language::Zh => format!("“{text}”不能作为“{label}”；应为：{possible}"),
            Language::En => format!("“{text}” can't be the {label}; it is to be {possible}"),
        }
    }
}

impl FromStr for DepartmentField {
    type Err = Option<&'static str>;

    /// Reads a name or a label. The error is the name that is like it, if there is one.
    fn from_str(text: &str) -> Result<Self, Option<&'static str>> {
        let (text, labels) = (text.trim(), [Language::Zh, Language::En]);
        let is_it = |field: &DepartmentField| {
            field.name() == text || labels.iter().any(|language| field.label(*language) == text)
        };
        let names = || DepartmentField::ALL.into_iter().flat_map(|f| [f.name(), f.label(Language::Zh)]);
        let near = || names().find(|name| nearest(text, names()).as_deref() == Some(*name));
        DepartmentField::ALL.into_iter().find(is_it).ok_or_else(near)
    }
}

/// The office's entry about one department. A field that is not there is as the registry has it; an empty text says
/// that there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DepartmentEntry {
    /// The fields, in the form in which a person types them.
    pub fields: BTreeMap<DepartmentField, String>,
}

impl InWords for DepartmentEntry {
    fn fields(entry: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let value = |field| entry.and_then(|entry| entry.fields.get(&field)).cloned().unwrap_or_default();
        let words = |field: DepartmentField| (field.label(about.language), value(field));
        // An entry without fields adds a department, too.
        let listed = if entry.is_some() { about.language.pick("是", "yes") } else { "" };
        let is_listed = (about.language.pick("本单位名录", "entered"), listed.to_string());
        DepartmentField::ALL.into_iter().map(words).chain([is_listed]).collect()
    }
}

impl Department {
    /// Returns a field in the form in which a person types it.
    pub fn field(&self, field: DepartmentField) -> Option<String> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        match field {
            DepartmentField::Name => Some(self.name.clone()),
            DepartmentField::Short => (!self.short.is_empty()).then(|| self.short.join("、")),
            DepartmentField::Level => Some(self.level.name().to_string()),
            DepartmentField::Region => self.region.as_ref().map(ToString::to_string),
            DepartmentField::Superior => self.superior.clone(),
            DepartmentField::Contact => self.contact.clone(),
            DepartmentField::Telephone => self.telephone.clone(),
            DepartmentField::From => day(self.from),
            DepartmentField::Until => day(self.until),
            DepartmentField::Successor => self.successor.clone(),
        }
    }

    /// Sets a field from the form in which a person types it; a blank text takes the value away.
    ///
    /// # Errors
    /// [`BadDepartmentField`] when the text can't be its value, and the field is as it was.
    pub fn set(&mut self, field: DepartmentField, text: &str) -> Result<(), BadDepartmentField> {
        let bad = || BadDepartmentField { field, text: text.to_string() };
        let words = || Some(text.trim().to_string()).filter(|text| !text.is_empty());
        let day = || words().map(|day| day.parse::<Date>().map_err(|_| bad())).transpose();
        match field {
            DepartmentField::Name => self.name = words().ok_or_else(bad)?,
            DepartmentField::Short => self.short = names_in(text),
            DepartmentField::Level => self.level = text.parse().map_err(|()| bad())?,
            DepartmentField::Region => self.region = words().map(Region::from),
            DepartmentField::Superior => self.superior = words(),
            DepartmentField::Contact => self.contact = words(),
            DepartmentField::Telephone => self.telephone = words(),
            DepartmentField::From => self.from = day()?,
            DepartmentField::Until => self.until = day()?,
            DepartmentField::Successor => self.successor = words(),
        }
        Ok(())
    }
}

/// Names as people part them.
fn names_in(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', '；', ';']).map(str::trim);
    let mut names: Vec<String> = Vec::new();
    for name in parts.filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    names
}

impl Departments {
    /// Returns this registry with the office's own entries laid over it. Entries about departments that it does not have
    /// add those, in the order of their names. Of two that claim one name the entered one has it.
    pub fn with(&self, entries: &BTreeMap<String, DepartmentEntry>) -> Departments {
        let mut list: Vec<(String, Department)> = self.keys.iter().cloned().zip(self.list.iter().cloned()).collect();
        let mut entered = vec![false; list.len()];
        for (key, entry) in entries {
            let known = list.iter().position(|(known, _)| known == key);
            let place = known.unwrap_or_else(|| {
                list.push((key.clone(), Department::named(key)));
                entered.push(false);
                list.len() - 1
            });
            entered[place] = true;
            let (_, department) = &mut list[place];
            for (field, text) in &entry.fields {
                // What does not fit leaves the field as it was.
                let _ = department.set(*field, text);
            }
            if department.name != *key && !department.short.contains(key) {
                department.short.push(key.clone());
            }
        }
        Departments::listed(list, &entered)
    }
}
