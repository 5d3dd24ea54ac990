//! A planner's work, through the real binary in a real (pseudo-)terminal.

mod life;
mod together;
mod walk;
