//! Several people who work on the same thing over SSH at the same time.

use std::process::{Child, Stdio};

use crate::support::ssh::{Office, has_client};

#[test]
fn changes_of_twenty_clients_of_two_people_are_all_saved() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    office.let_both_work();
    let key = |number: u32| ["planner", "viewer"][number as usize % 2];
    let clients: Vec<Child> = (1..=20)
        .map(|number| {
            let line =
                format!("review bachu-wsjk-2025/t{number} bachu-wsjk-2025/t30 --period 2023 --progress {number}");
            let mut client = office.ssh(key(number), &["x@127.0.0.1", &line]);
            client.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut client in clients {
        assert!(client.wait().unwrap().success());
    }
    // The author of each change of a task, with the old and the new value, oldest first.
    let changes = |number: u32| -> Vec<(String, Option<u64>, Option<u64>)> {
        let line = format!("history bachu-wsjk-2025/t{number} --limit 100 --format json");
        let told: serde_json::Value = serde_json::from_str(&office.runs("planner", &line).done().stdout).unwrap();
        let id = format!("bachu-wsjk-2025/t{number}");
        let of_entry = |entry: &serde_json::Value| {
            let who = entry["who"].as_str().unwrap().to_string();
            let mut changes = entry["changes"].as_array().unwrap().iter();
            let change = changes.find(|change| change["item"] == id.as_str())?;
            Some((who, change["before"]["progress"].as_u64(), change["after"]["progress"].as_u64()))
        };
        told.as_array().unwrap().iter().rev().filter_map(of_entry).collect()
    };
    let who = |number: u32| ["张三", "李四"][number as usize % 2].to_string();
    let contested = changes(30);
    let mut values: Vec<_> = contested.iter().map(|(who, _, after)| (after.unwrap(), who.clone())).collect();
    values.sort();
    assert_eq!(values, (1..=20).map(|number| (number.into(), who(number))).collect::<Vec<_>>());
    // No value was overwritten unseen: each change begins with the value that the one before it left.
    let mut left = None;
    for (who, before, after) in &contested {
        assert_eq!(*before, left, "{who} in {contested:?}");
        left = *after;
    }
    for number in 1..=20 {
        assert_eq!(changes(number), [(who(number), None, Some(number.into()))], "t{number}");
    }
}

#[test]
fn of_two_who_edit_one_note_the_second_sees_both_versions_and_chooses() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    office.let_both_work();
    let [mut first, mut second] = ["planner", "viewer"].map(|key| office.screen(key));
    for screen in [&mut first, &mut second] {
        screen.wait("规划工作台").send("3").wait("牵头").send("n").wait("进展");
    }
    first.send("已建成三处").wait("已建成三处");
    second.send("正在选址").wait("正在选址");
    first.send("\x13").wait("✓ 已存");
    second.send("\x13").wait("此项刚被他人改过").wait("我的").wait("用对方的");
    let shown = second.shown();
    for words in ["已建成三处", "正在选址", "张三"] {
        assert!(shown.contains(words), "{words} in\n{shown}");
    }
    let kept = || office.runs("planner", "tasks --format json").done().stdout;
    assert!(kept().contains("已建成三处") && !kept().contains("正在选址"), "nothing is overwritten unasked");
    second.send("m").wait("✓ 已存");
    assert!(kept().contains("正在选址") && !kept().contains("已建成三处"), "the second has chosen");
    first.wait("正在选址");
    let history = office.runs("planner", "history --format csv").done().stdout;
    assert!(history.contains("已建成三处") && history.contains("正在选址"), "{history}");
}
