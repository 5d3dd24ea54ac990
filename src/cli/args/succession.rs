//! Arguments of the commands that hand a plan over to the next.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use crate::plan::{FateKind, ItemId};

use super::super::value::{self, OrNone};

/// Arguments of `succeed`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whom").required(true).args(["old", "none"]))]
pub(crate) struct SucceedArguments {
    /// The later plan, by its id or a unique part of its title
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// The earlier plan that it continues
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,
    /// It continues none
    #[arg(long)]
    pub(crate) none: bool,
}

/// Arguments of `fates`.
#[derive(Debug, Args)]
pub(crate) struct FatesArguments {
    /// The earlier plan, by its id or a unique part of its title
    #[arg(value_name = "OLD")]
    pub(crate) plan: String,
    /// Only its indicators, or only its tasks and projects: indicators or tasks
    #[arg(long, value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub(crate) of: Option<HandedOver>,
    /// Only what nobody has confirmed yet
    #[arg(long)]
    pub(crate) unconfirmed: bool,
    /// File to write the tables of the hand-over to; its ending says how: .xlsx, .csv, .md or .json
    #[arg(long, value_name = "FILE", conflicts_with = "unconfirmed")]
    pub(crate) to: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// A part of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HandedOver {
    Indicators,
    Tasks,
}

/// Arguments of `fate`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["ids", "of_plan"]))]
#[command(group = ArgGroup::new("word").required(true).args(["kind", "accept_offered"]))]
pub(crate) struct FateArguments {
    /// Indicators, tasks and projects of the earlier plan
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// All items of this earlier plan
    #[arg(long = "plan", value_name = "PLAN", conflicts_with = "kind")]
    pub(crate) of_plan: Option<String>,
    /// What became of them: {fates}; none takes it back
    #[arg(long = "as", value_name = "FATE", value_parser = value::or_none::<FateKind>)]
    pub(crate) kind: Option<OrNone<FateKind>>,
    /// The items that continue them [default: those that are offered]
    #[arg(long = "in", value_name = "ID", num_args = 1.., requires = "kind")]
    pub(crate) into: Option<Vec<ItemId>>,
    /// A remark; "" takes it away
    #[arg(long, value_name = "TEXT", requires = "kind", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    /// Confirm what is offered for those of which nobody has said anything
    #[arg(long)]
    pub(crate) accept_offered: bool,
}

/// Arguments of `baselines`.
#[derive(Debug, Args)]
pub(crate) struct BaselinesArguments {
    /// The later plan, by its id or a unique part of its title
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Take the readings over as baselines
    #[arg(long)]
    pub(crate) take: bool,
    /// Only these indicators of the later plan
    #[arg(long = "only", value_name = "ID", num_args = 1..)]
    pub(crate) only: Vec<ItemId>,
}

/// Arguments of `carry`.
#[derive(Debug, Args)]
pub(crate) struct CarryArguments {
    /// Tasks and projects of the earlier plan
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// The later plan [default: the one that continues theirs]
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<String>,
    /// The heading of the later plan for tasks that nothing continues yet, by its id or a part of its name
    #[arg(long, value_name = "HEADING")]
    pub(crate) chapter: Option<String>,
    /// The box of the later plan for projects that nothing continues yet
    #[arg(long = "box", value_name = "BOX")]
    pub(crate) in_box: Option<String>,
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use crate::text::Language;

    use super::super::{Arguments, parse};

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        parse(line.split_whitespace().map(OsString::from).collect(), Language::En)
    }

    #[test]
    fn the_lines_of_a_hand_over_are_understood() {
        for line in [
            "plandesk succeed b a",
            "plandesk succeed b --none",
            "plandesk fates a --of indicators --unconfirmed --format csv",
            "plandesk fates a --to h.xlsx --force",
            "plandesk fate a/i1 --as 更名 --in b/i2 --note 名称规范",
            "plandesk fate a/i1 --as split --in b/i1 b/i2",
            "plandesk fate a/t1 a/p2 --as ended",
            "plandesk fate a/t1 --as none",
            "plandesk fate a/t1 --accept-offered",
            "plandesk fate --plan a --accept-offered",
            "plandesk baselines b --take --only b/i1 b/i2",
            "plandesk carry a/t1 a/p2 --plan b --chapter h3 --box b1",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {:?}", parsed(line).err().map(|e| e.to_string()));
        }
        for line in [
            "plandesk succeed b",
            "plandesk succeed b a --none",
            "plandesk fates",
            "plandesk fate a/t1",
            "plandesk fate --as done",
            "plandesk fate a/t1 --as gone",
            "plandesk fate a/t1 --as done --accept-offered",
            "plandesk fate --plan a --as done",
            "plandesk fate a/t1 --in b/t1",
        ] {
            assert_eq!(parsed(line).err().map(|e| e.exit_code()), Some(2), "{line}");
        }
    }
}
