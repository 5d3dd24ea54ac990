//! The core of the measurement of many people at one desk (`benches/load.rs`), with a few of them and for a moment. The
//! measurement would be worthless if keys were not answered or changes not seen.

#[path = "../../benches/support/crowd.rs"]
mod crowd;
#[path = "../../benches/support/office.rs"]
mod office;
#[path = "../../benches/support/process.rs"]
pub mod process;
#[path = "../../benches/support/script.rs"]
mod script;
#[path = "../../benches/support/wire.rs"]
mod wire;

use std::path::Path;
use std::time::Duration;

use crowd::{Crowd, Pace, Part, Seat};
use office::Office;
use script::{Kind, ROWS, WORK};

#[test]
fn people_at_the_socket_and_over_ssh_have_every_key_answered_and_see_changes_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open(Path::new(env!("CARGO_BIN_EXE_plandesk")), folder.path());
    let mut crowd = Crowd::default();
    let parts = [Part::Announcer, Part::Watcher, Part::Watcher, Part::Worker(WORK), Part::Worker(WORK)];
    for (number, part) in parts.into_iter().enumerate() {
        let by_ssh = number % 2 == 0 && office.has_ssh();
        crowd.seats.push(Seat::new(if by_ssh { office.by_ssh(number) } else { office.by_socket(number) }, part));
    }
    crowd.wait_text("规划工作台");
    crowd.all_type(|number| format!("3{}", if number < 3 { String::new() } else { "j".repeat(20 + number * ROWS) }));
    crowd.wait_text("牵头");
    let pace = Pace { every: Duration::ZERO, keys: 100, time: Duration::from_secs(60) };
    let figures = crowd.work(pace, |_| ());
    assert_eq!(figures.lost, 0);
    assert!(figures.keys() >= 100);
    for kind in [Kind::Move, Kind::Type, Kind::Save] {
        assert!(figures.answers.contains_key(&kind), "{kind:?}");
    }
    assert!(!figures.news.is_empty(), "nobody has seen what was announced");
}
