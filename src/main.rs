//! The `plandesk` command.

fn main() {}
