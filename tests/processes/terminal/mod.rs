//! The work of a planner, with the real binary in a pseudo-terminal.

mod life;
mod together;
mod walk;
