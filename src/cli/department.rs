//! `department`: a change of the office's list of departments.

use crate::desk::{Command, DepartmentFields, ListEdit};
use crate::plan::DepartmentField;

use super::args::DepartmentArguments;
use super::change::execute;
use super::failure::Failure;
use super::invocation::Invocation;

/// Adds a department, changes it, or removes what was entered about it.
pub(super) fn set(invocation: &Invocation, arguments: DepartmentArguments) -> Result<(), Failure> {
    let (name, add, drop) = (arguments.department.clone(), arguments.add, arguments.drop);
    let fields = fields(arguments);
    if !add && !drop && fields.is_empty() {
        return Err(Failure::Usage(invocation.words(
            "没有要更改的内容；请给出 --add、--drop 或某一项，见 plandesk help department",
            "there is nothing to change; give --add, --drop or a field, see plandesk help department",
        )));
    }
    let edit = match (add, drop) {
        (true, _) => ListEdit::Add(name, fields),
        (false, true) => ListEdit::Drop(name),
        (false, false) => ListEdit::Set(name, fields),
    };
    execute(invocation, &*invocation.open()?, Command::List(vec![edit]))
}

fn fields(arguments: DepartmentArguments) -> DepartmentFields {
    let short = (!arguments.short.is_empty()).then(|| arguments.short.join("、"));
    let given = [
        (DepartmentField::Name, arguments.rename),
        (DepartmentField::Short, short),
        (DepartmentField::Level, arguments.level),
        (DepartmentField::Region, arguments.region.map(|region| region.to_string())),
        (DepartmentField::Superior, arguments.superior),
        (DepartmentField::Contact, arguments.contact),
        (DepartmentField::Telephone, arguments.telephone),
        (DepartmentField::From, arguments.from),
        (DepartmentField::Until, arguments.until),
        (DepartmentField::Successor, arguments.successor),
    ];
    given.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}
