//! Acts: the kinds of things that people do with plans and with the store. Roles allow some of them each.

use super::Side;

/// A kind of thing that somebody does, of which roles allow some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Divide work.
    Assign,
    /// Correct and adjust the text of plans.
    Edit,
    /// Report how a task stands.
    Review,
    /// Enter a reading of an indicator.
    Reading,
    /// Take plan documents in.
    Import,
    /// Archive and remove plans.
    Retire,
    /// Keep the list of departments.
    List,
    /// Set goals and milestones, judge indicators, say what belongs together, and record what others say of a plan.
    Evaluate,
    /// Open supervision cases, check what departments answer, and close them.
    Supervise,
    /// Close a period.
    Seal,
    /// Take a change of one's own back, or bring it again. What it changes must be allowed as well.
    Undo,
    /// Save a view for everybody, or take one away.
    SaveView,
    /// Write everything to one file.
    BackUp,
    /// Bring a backup back.
    Restore,
}

/// Returns the act that it takes to make the steps of a side. Reporters make those of their department.
impl From<Side> for Act {
    fn from(side: Side) -> Act {
        match side {
            Side::Office => Act::Supervise,
            Side::Department => Act::Review,
        }
    }
}
