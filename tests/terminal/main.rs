//! What a planner does, through the real binary in a real (pseudo-)terminal.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on says so by a panic")]

mod life;
mod pty;
mod together;
mod walk;
