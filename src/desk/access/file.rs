//! Parsing of `access.toml`.

use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Access, AccessFault, Measured, Person, Role, Shape, SocketGroup, group_of};
use crate::plan::{Departments, ItemKind, PlanId};
use crate::text::clean::sanitise_line;
use crate::text::lines::Lines;
use crate::text::near::{like, nearest};

const SETTINGS: [&str; 6] = ["name", "unix", "key", "department", "role", "indicators"];

type Value<'a> = Spanned<DeValue<'a>>;

/// The maximum number of faults reported; nobody mends more at once, and each costs a search for the name that was
/// meant.
const MOST_FAULTS: usize = 100;

/// Parses the file. A file with any fault is rejected as a whole, since permissions must not be applied in part.
///
/// # Errors
/// The faults in the order of the file, with their lines from 1, up to the maximum number.
pub(super) fn read(
    text: &str,
    departments: &Departments,
    is_in_use: &dyn Fn(&str) -> bool,
) -> Result<Access, Vec<(usize, AccessFault)>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    let mut reader = Reader { lines, departments, is_in_use, faults: Vec::new(), taken: HashSet::new() };
    for error in errors.into_iter().take(MOST_FAULTS) {
        reader.fault(error.span().unwrap_or(0..0), AccessFault::Toml(error.message().to_string()));
    }
    let (mut people, mut socket_group) = (Vec::new(), None);
    for (name, value) in table.get_ref() {
        if reader.is_full() {
            break;
        }
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("person", DeValue::Array(list)) => people.extend(list.iter().filter_map(|person| reader.person(person))),
            ("person", _) => reader.fault(value.span(), AccessFault::Value("person".to_string(), Shape::People)),
            ("socket_group", _) => socket_group = reader.group(value),
            (other, _) => {
                let near = nearest(other, ["person", "socket_group"].into_iter());
                reader.fault(name.span(), AccessFault::Setting(other.to_string(), near));
            }
        }
    }
    reader.faults.sort_by_key(|(line, _)| *line);
    if reader.faults.is_empty() { Ok(Access { people, socket_group }) } else { Err(reader.faults) }
}

struct Reader<'t> {
    lines: Lines,
    departments: &'t Departments,
    is_in_use: &'t dyn Fn(&str) -> bool,
    faults: Vec<(usize, AccessFault)>,
    /// Names, accounts and keys found so far, each with its setting: no two people may share one.
    taken: HashSet<(&'static str, String)>,
}

impl Reader<'_> {
    fn is_full(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }

    fn fault(&mut self, span: Range<usize>, fault: AccessFault) {
        self.faults.push((self.lines.line(span.start), fault));
    }

    fn group(&mut self, value: &Value<'_>) -> Option<SocketGroup> {
        let name = self.text_of("socket_group", value)?.trim().to_string();
        let gid = group_of(&name);
        if gid.is_none() {
            self.fault(value.span(), AccessFault::Group(name.clone()));
        }
        Some(SocketGroup { name, gid: gid? })
    }

    fn person(&mut self, person: &Value<'_>) -> Option<Person> {
        if self.is_full() {
            return None;
        }
        let DeValue::Table(table) = person.get_ref() else {
            self.fault(person.span(), AccessFault::Value("person".to_string(), Shape::People));
            return None;
        };
        for (setting, _) in table.iter().filter(|(setting, _)| !SETTINGS.contains(&setting.get_ref().as_ref())) {
            let near = nearest(setting.get_ref(), SETTINGS.into_iter());
            self.fault(setting.span(), AccessFault::Setting(setting.get_ref().to_string(), near));
        }
        let at = person.span();
        let name = self.name(table.get("name"), at.clone());
        let role = self.role(table.get("role"), at.clone());
        let unix = self.own("unix", table.get("unix"));
        let keys = self.keys(table.get("key"));
        let department = self.department(table.get("department"));
        let indicators = self.indicators(table.get("indicators"));
        let (name, role) = (name?, role?);
        if unix.is_empty() && keys.is_empty() {
            self.fault(at.clone(), AccessFault::NotKnown(name.clone()));
        }
        if role == Role::Reporter && table.get("department").is_none() {
            self.fault(at, AccessFault::NoDepartment(name.clone()));
        }
        Some(Person { name, unix, keys, department, role, indicators })
    }

    fn name(&mut self, value: Option<&Value<'_>>, at: Range<usize>) -> Option<String> {
        let Some(value) = value else {
            self.fault(at, AccessFault::Missing("name"));
            return None;
        };
        let name = sanitise_line(self.text_of("name", value)?).trim().to_string();
        if name.is_empty() {
            self.fault(value.span(), AccessFault::Missing("name"));
            return None;
        }
        self.take("name", value.span(), &name);
        Some(name)
    }

    fn role(&mut self, value: Option<&Value<'_>>, at: Range<usize>) -> Option<Role> {
        let Some(value) = value else {
            self.fault(at, AccessFault::Missing("role"));
            return None;
        };
        let text = self.text_of("role", value)?;
        let role = text.parse().ok();
        if role.is_none() {
            let near = nearest(text, Role::ALL.iter().map(|role| role.name()));
            self.fault(value.span(), AccessFault::Role(text.to_string(), near));
        }
        role
    }

    fn department(&mut self, value: Option<&Value<'_>>) -> Option<String> {
        let value = value?;
        let text = self.text_of("department", value)?.trim();
        // A department with a region of its own differs from those of the same name in other regions.
        let is_of_a_region = self.departments.region_of(text).is_some();
        let name = sanitise_line(if is_of_a_region { text } else { self.departments.canonical(text) });
        if self.departments.recognise(text).is_none() && !(self.is_in_use)(&name) {
            let near = near(text, self.departments);
            self.fault(value.span(), AccessFault::Department(text.to_string(), near));
            return None;
        }
        Some(name)
    }

    fn keys(&mut self, value: Option<&Value<'_>>) -> Vec<String> {
        let keys = self.own("key", value);
        for key in keys.iter().filter(|key| !is_fingerprint(key)) {
            let span = value.map(Spanned::span).unwrap_or(0..0);
            self.fault(span, AccessFault::Fingerprint(key.clone()));
        }
        keys
    }

    fn indicators(&mut self, value: Option<&Value<'_>>) -> Vec<Measured> {
        let mut indicators = Vec::new();
        for (text, span) in self.texts("indicators", value) {
            match measured(&text) {
                Some(measured) => indicators.push(measured),
                None => self.fault(span, AccessFault::Indicator(text)),
            }
        }
        indicators
    }

    /// Returns texts that no other person may have.
    fn own(&mut self, setting: &'static str, value: Option<&Value<'_>>) -> Vec<String> {
        let texts = self.texts(setting, value);
        for (text, span) in &texts {
            self.take(setting, span.clone(), text);
        }
        texts.into_iter().map(|(text, _)| text).collect()
    }

    fn take(&mut self, setting: &'static str, span: Range<usize>, text: &str) {
        if !self.taken.insert((setting, text.to_string())) {
            self.fault(span, AccessFault::Twice(text.to_string()));
        }
    }

    /// Returns a text, or a list of texts.
    fn texts(&mut self, setting: &'static str, value: Option<&Value<'_>>) -> Vec<(String, Range<usize>)> {
        let Some(value) = value else { return Vec::new() };
        let values: Vec<&Value<'_>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        let mut texts = Vec::new();
        for value in values {
            match value.get_ref() {
                DeValue::String(text) => texts.push((text.trim().to_string(), value.span())),
                _ => self.fault(value.span(), AccessFault::Value(setting.to_string(), Shape::Texts)),
            }
        }
        texts
    }

    fn text_of<'v>(&mut self, setting: &'static str, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(value.span(), AccessFault::Value(setting.to_string(), Shape::Text));
        }
        text
    }
}

/// Returns true for a fingerprint as `ssh-keygen -l` prints it: 256 bits in base 64 without padding.
fn is_fingerprint(text: &str) -> bool {
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    text.strip_prefix("SHA256:").is_some_and(|hash| hash.len() == 43 && hash.bytes().all(is_digit))
}

fn measured(text: &str) -> Option<Measured> {
    match text.parse::<crate::plan::ItemId>() {
        Ok(id) => (id.kind == ItemKind::Indicator).then_some(Measured::Indicator(id)),
        Err(_) => PlanId::new(text).ok().map(Measured::Plan),
    }
}

/// Returns up to three departments that match a name in a picker or have similar names.
fn near(name: &str, departments: &Departments) -> Vec<String> {
    let found = departments.search(name).into_iter();
    let alike = like(name, departments.iter().flat_map(|d| d.names())).into_iter().filter_map(|n| departments.find(n));
    let mut names: Vec<String> = Vec::new();
    for department in found.chain(alike) {
        if names.len() < 3 && !names.contains(&department.name) {
            names.push(department.name.clone());
        }
    }
    names
}
