//! People with each role and relation to a plan's items, and a desk that lists them.

use std::sync::Arc;

use plandesk::desk::access::KnownAs;
use plandesk::desk::{Actor, AssignmentEdit, Command, Desk, Field};

use super::{access, plans};

/// 卫健委 leads t1 and p1, supports t2 and i3, and has nothing to do with t5 and p2.
pub const PEOPLE: &str = r#"
[[person]]
name = "viewer"
unix = "viewer"
role = "viewer"

[[person]]
name = "theirs"
unix = "theirs"
department = "卫健委"
role = "reporter"
indicators = ["hekou-wsjk-2025/i1", "hekou-cjr-2025"]

[[person]]
name = "others"
unix = "others"
department = "民政局"
role = "reporter"

[[person]]
name = "planner"
unix = "planner"
role = "planner"

[[person]]
name = "admin"
unix = "admin"
role = "admin"
"#;

/// The people in the order of their permissions: a command that succeeded once may change nothing the second time.
pub const NAMES: [&str; 6] = ["viewer", "others", "theirs", "planner", "admin", "owner"];

/// Sets of people with a permission: everybody; from the reporter in charge on; from planners on; from admins on.
pub const ALL: &[&str] = &NAMES;
pub const THEIRS: &[&str] = &["theirs", "planner", "admin", "owner"];
pub const PLANNERS: &[&str] = &["planner", "admin", "owner"];
pub const ADMINS: &[&str] = &["admin", "owner"];

/// Returns a desk that lists these people, with assigned tasks. Its folder is removed with it.
pub fn desk() -> (Arc<Desk>, tempfile::TempDir) {
    let (desk, folder) = plans::desk();
    access::list(folder.path(), PEOPLE);
    for (item, edit) in [
        ("t1", AssignmentEdit { lead: Field::Set(vec!["卫健委".to_string()]), ..AssignmentEdit::default() }),
        ("p1", AssignmentEdit { lead: Field::Set(vec!["卫健委".to_string()]), ..AssignmentEdit::default() }),
        ("i3", AssignmentEdit { support: Field::Set(vec!["卫健委".to_string()]), ..AssignmentEdit::default() }),
        (
            "t2",
            AssignmentEdit {
                lead: Field::Set(vec!["教育局".to_string()]),
                support: Field::Set(vec!["卫健委".to_string()]),
                ..AssignmentEdit::default()
            },
        ),
    ] {
        let items = vec![format!("hekou-wsjk-2025/{item}").parse().unwrap()];
        desk.execute(&Actor::owner("owner"), Command::Assign { items, edit }).unwrap();
    }
    (desk, folder)
}

/// Returns one of these people as admitted by the desk.
pub fn person(desk: &Desk, name: &str) -> Actor {
    match name {
        "owner" => Actor::owner("owner"),
        name => desk.admit(&KnownAs::Unix { uid: 4_000_000, account: name.to_string() }).unwrap(),
    }
}

/// Returns true if a message says that the person has no permission.
pub fn is_forbidden(said: &str) -> bool {
    ["may not", "is not the work of", "is none of the indicators of"].iter().any(|words| said.contains(words))
}
