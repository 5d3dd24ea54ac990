//! Succession (职能承接): the department that has the work of one that is no more, now and at another time.

use jiff::civil::Date;

use super::{Department, Departments};
use crate::plan::{Assignment, Region};
use crate::text::Language;

/// The departments of a task in both roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Division {
    /// The lead departments, the main one first.
    pub lead: Vec<String>,
    /// The supporting departments.
    pub support: Vec<String>,
}

/// A department as it is shown for a time: under the name that it had then, with what it was called in the text and what
/// it is called now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The name at the time.
    pub then: String,
    /// The name in the text or in the decision, where that is another one.
    pub named: Option<String>,
    /// The name now, where that is another one.
    pub now: Option<String>,
}

impl Shown {
    /// Returns the words: `乡村振兴局（原扶贫办，现农业农村局）`.
    pub fn text(&self, language: Language) -> String {
        let named = self.named.as_ref().map(|name| match language {
            Language::Zh => format!("原{name}"),
            Language::En => format!("formerly {name}"),
        });
        let now = self.now.as_ref().map(|name| match language {
            Language::Zh => format!("现{name}"),
            Language::En => format!("now {name}"),
        });
        let asides: Vec<String> = named.into_iter().chain(now).collect();
        match (asides.is_empty(), language) {
            (true, _) => self.then.clone(),
            (false, Language::Zh) => format!("{}（{}）", self.then, asides.join("，")),
            (false, Language::En) => format!("{} ({})", self.then, asides.join(", ")),
        }
    }
}

impl Department {
    /// Returns true if it is in force on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

impl Departments {
    /// Returns the list as of a day: who has whose work then. Unless this is asked for, every end that is known has come.
    pub fn as_of(&self, day: Date) -> Departments {
        let mut then = Departments { day, ..self.clone() };
        then.before = then.predecessors();
        then
    }

    /// Returns true if the list is another one as of another day.
    pub fn differ_on(&self, day: Date) -> bool {
        let (first, last) = (self.day.min(day), self.day.max(day));
        self.list.iter().filter_map(|department| department.until).any(|until| first <= until && until < last)
    }

    /// Returns true if a department has ended.
    pub fn is_former(&self, department: &Department) -> bool {
        !department.is_in_force(self.day)
    }

    /// Returns the name, in plans of a region, of the department that has now the work of the one that is called so there;
    /// the name itself where no department has it.
    pub fn current(&self, region: &Region, name: &str) -> String {
        self.on(region, name, self.day)
    }

    /// Returns the name of the department that had on a day the work of the one that is called so in plans of a region.
    pub fn on(&self, region: &Region, name: &str, day: Date) -> String {
        self.holder(region, name, |department| !department.is_in_force(day))
    }

    /// Returns a department that plans of a region call so, as it is shown for a time that ends on a day.
    pub fn shown(&self, region: &Region, name: &str, day: Date) -> Shown {
        let short = |name: String| self.find(&name).map_or(name.clone(), |d| d.short_name().to_string());
        let (then, now) = (self.on(region, name, day), self.current(region, name));
        let named = self.called(region, name).map_or_else(|| name.to_string(), |department| department.name.clone());
        Shown {
            named: (named != then).then(|| short(named)),
            now: (now != then).then(|| short(now)),
            then: short(then),
        }
    }

    /// Returns every name by which a department is found: its own, and those of the departments whose work it has now.
    pub fn names_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let place = self.by_name.get(name).copied();
        let own = place.map(|place| &self.list[place]).into_iter();
        let before =
            place.and_then(|place| self.before.get(place)).into_iter().flatten().map(|place| &self.list[*place]);
        let unknown = place.is_none().then_some(name).into_iter();
        unknown.chain(own.chain(before).flat_map(Department::names))
    }

    /// Returns, for each department, those whose work it has now.
    pub(super) fn predecessors(&self) -> Vec<Vec<usize>> {
        let mut before = vec![Vec::new(); self.list.len()];
        for (place, department) in self.list.iter().enumerate().filter(|(_, department)| self.is_former(department)) {
            let now = self.current(&Region::default(), &department.name);
            if let Some(now) = self.by_name.get(&now).filter(|now| **now != place) {
                before[*now].push(place);
            }
        }
        before
    }

    /// Returns what became of a department that is no more, in words: `现农业农村局`, or the last day of one that ends.
    pub fn end_in_words(&self, department: &Department, language: Language) -> Option<String> {
        let until = department.until?;
        let now = self.current(&Region::default(), &department.name);
        let successor = self.find(&now).filter(|now| now.name != department.name).map(Department::short_name);
        Some(match (successor, language) {
            (None, Language::Zh) => format!("至 {until}"),
            (None, Language::En) => format!("until {until}"),
            (Some(now), Language::Zh) => format!("现{now}"),
            (Some(now), Language::En) => format!("now {now}"),
        })
    }

    /// Follows successors as long as a department has ended.
    fn holder(&self, region: &Region, name: &str, has_ended: impl Fn(&Department) -> bool) -> String {
        let Some(mut department) = self.called(region, name) else { return self.elsewhere(region, name) };
        // No succession is longer than the list, and one that goes round in a circle ends somewhere.
        for _ in 0..self.list.len() {
            let successor = department.successor.as_deref().filter(|_| has_ended(department));
            let Some(next) = successor.and_then(|name| self.called(region, name)) else { break };
            department = next;
        }
        department.name.clone()
    }

    /// Returns the department that plans of a region call by exactly this name: one of that region before others, and none
    /// of another region.
    fn called(&self, region: &Region, name: &str) -> Option<&Department> {
        let is_own = |department: &&Department| department.region.as_ref().is_some_and(|own| region.ends(own));
        let mut own = self.by_own_name.get(name).into_iter().flatten().map(|place| &self.list[*place]);
        let own = own.find(|department| region.is_stated() && is_own(department));
        own.or_else(|| self.find(name).filter(|found| !is_of_another(found, region, name)))
    }

    /// Returns a name that the list does not have in plans of a region: with the region in front where the list has a
    /// department of this name in another region.
    fn elsewhere(&self, region: &Region, name: &str) -> String {
        match self.find(name) {
            Some(found) if is_of_another(found, region, name) => format!("{region}{name}"),
            _ => name.to_string(),
        }
    }

    /// Returns the departments in force of a division of work; `None` where it names all of them by their present names.
    pub fn in_force(&self, region: &Region, lead: &[String], support: &[String]) -> Option<Division> {
        if lead.iter().chain(support).all(|name| self.is_current(region, name)) {
            return None;
        }
        let lead_now = self.each_once(region, lead);
        let mut support_now = self.each_once(region, support);
        support_now.retain(|name| !lead_now.contains(name));
        (lead_now != lead || support_now != support).then_some(Division { lead: lead_now, support: support_now })
    }

    /// Returns true if a name is the present one of a department in force, or that of none in the list.
    fn is_current(&self, region: &Region, name: &str) -> bool {
        match self.called(region, name) {
            Some(department) => {
                department.name == name && (!self.is_former(department) || department.successor.is_none())
            }
            None => self.find(name).is_none(),
        }
    }

    fn each_once(&self, region: &Region, names: &[String]) -> Vec<String> {
        let mut current: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            let name = self.current(region, name);
            if !current.contains(&name) {
                current.push(name);
            }
        }
        current
    }
}

/// Returns true if a department is one of another region, which its name in a plan does not say: the 民政局 of 巴楚县 is
/// not that of 喀什地区.
fn is_of_another(department: &Department, region: &Region, name: &str) -> bool {
    let Some(own) = &department.region else { return false };
    region.is_stated() && !region.ends(own) && !name.starts_with(own.as_str())
}

impl Division {
    /// Puts the departments in the place of those of an assignment.
    pub fn put_into(&self, assignment: &mut Assignment) {
        assignment.lead.clone_from(&self.lead);
        assignment.support.clone_from(&self.support);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{DepartmentEntry, DepartmentField};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The bundled registry with entries: the department, then fields and values.
    fn with(entries: &[(&str, &[(DepartmentField, &str)])]) -> Departments {
        let entry = |(name, fields): &(&str, &[(DepartmentField, &str)])| {
            let fields = fields.iter().map(|(field, text)| (*field, text.to_string())).collect();
            (name.to_string(), DepartmentEntry { fields })
        };
        Departments::bundled().with(&entries.iter().map(entry).collect())
    }

    #[test]
    fn the_work_of_a_department_that_is_no_more_is_its_successor_s() {
        let departments = Departments::bundled();
        let nowhere = Region::default();
        for (name, on, then, now) in [
            ("扶贫办", "2020-12-31", "扶贫开发领导小组办公室", "农业农村局"),
            ("扶贫办", "2021-02-24", "扶贫开发领导小组办公室", "农业农村局"),
            ("扶贫办", "2021-02-25", "乡村振兴局", "农业农村局"),
            ("扶贫办", "2022-12-31", "乡村振兴局", "农业农村局"),
            ("扶贫办", "2023-12-31", "农业农村局", "农业农村局"),
            ("乡村振兴局", "2022-12-31", "乡村振兴局", "农业农村局"),
            ("银保监局", "2022-12-31", "银行保险监督管理委员会", "金融监督管理局"),
            ("银保监局", "2023-12-31", "金融监督管理局", "金融监督管理局"),
            ("卫计委", "2016-12-31", "卫生和计划生育委员会", "卫生健康委员会"),
            ("民政局", "2022-12-31", "民政局", "民政局"),
            ("某某指挥部", "2022-12-31", "某某指挥部", "某某指挥部"),
        ] {
            assert_eq!(departments.on(&nowhere, name, day(on)), then, "{name} on {on}");
            assert_eq!(departments.current(&nowhere, name), now, "{name} now");
        }
    }

    #[test]
    fn a_department_is_shown_as_it_was_then_with_what_it_is_called_now() {
        let departments = Departments::bundled();
        let shown = |name, on| departments.shown(&Region::default(), name, day(on));
        for (name, on, zh, en) in [
            ("扶贫办", "2020-12-31", "扶贫办（现农业农村局）", "扶贫办 (now 农业农村局)"),
            (
                "扶贫办",
                "2022-12-31",
                "乡村振兴局（原扶贫办，现农业农村局）",
                "乡村振兴局 (formerly 扶贫办, now 农业农村局)",
            ),
            ("扶贫办", "2025-12-31", "农业农村局（原扶贫办）", "农业农村局 (formerly 扶贫办)"),
            ("民政局", "2020-12-31", "民政局", "民政局"),
        ] {
            assert_eq!(shown(name, on).text(Language::Zh), zh);
            assert_eq!(shown(name, on).text(Language::En), en);
        }
    }

    #[test]
    fn the_department_of_one_region_is_not_that_of_another() {
        let of_county = [(DepartmentField::Region, "巴楚县")];
        let of_prefecture = [(DepartmentField::Region, "喀什地区")];
        let both = with(&[("巴楚县民政局", &of_county), ("民政局", &of_prefecture)]);
        let county = with(&[("巴楚县民政局", &of_county)]);
        for (departments, region, name, current) in [
            (&both, "喀什地区", "民政局", "民政局"),
            (&both, "喀什地区", "巴楚县民政局", "巴楚县民政局"),
            (&both, "巴楚县", "民政局", "巴楚县民政局"),
            (&both, "巴楚县", "喀什地区民政局", "民政局"),
            (&both, "同心县", "民政局", "同心县民政局"),
            (&county, "喀什地区", "民政局", "民政局"),
            (&county, "巴楚县", "民政局", "巴楚县民政局"),
            (&county, "同心县", "民政局", "民政局"),
            (&both, "", "民政局", "民政局"),
        ] {
            assert_eq!(departments.current(&region.into(), name), current, "{region} {name}");
        }
    }

    #[test]
    fn a_renamed_department_is_found_by_both_names_and_a_circle_ends() {
        let renamed = with(&[("教育局", &[(DepartmentField::Name, "教育体育和科技局")])]);
        assert_eq!(renamed.current(&Region::default(), "教育局"), "教育体育和科技局");
        assert_eq!(renamed.recognise("教体局").map(|found| found.name.as_str()), Some("教育体育和科技局"));
        assert_eq!(renamed.key("教育体育和科技局"), Some("教育局"));
        let until = (DepartmentField::Until, "2023-03-15");
        let circle = with(&[
            ("气象局", &[until, (DepartmentField::Successor, "海关")]),
            ("海关", &[until, (DepartmentField::Successor, "气象局")]),
        ]);
        assert!(["气象局", "海关"].contains(&circle.current(&Region::default(), "气象局").as_str()));
    }

    #[test]
    fn a_department_is_found_by_the_names_of_those_before_it() {
        let departments = Departments::bundled();
        let names: Vec<&str> = departments.names_of("农业农村局").collect();
        for name in ["农业农村局", "农牧局", "乡村振兴局", "扶贫办"] {
            assert!(names.contains(&name), "{name}");
        }
        assert_eq!(departments.names_of("某某指挥部").collect::<Vec<_>>(), ["某某指挥部"]);
    }

    #[test]
    fn a_division_of_work_names_each_department_once() {
        let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let departments = Departments::bundled();
        let in_force =
            |lead: &[&str], support: &[&str]| departments.in_force(&Region::default(), &names(lead), &names(support));
        assert_eq!(in_force(&["农业农村局"], &["民政局", "某某指挥部"]), None);
        assert_eq!(
            in_force(&["乡村振兴局", "农业农村局"], &["扶贫办", "民政局"]),
            Some(Division { lead: names(&["农业农村局"]), support: names(&["民政局"]) })
        );
    }
}
