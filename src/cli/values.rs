//! Lists of accepted values in help texts, which replace names in braces such as `{statuses}` and `{periods}`.

use clap::{Arg, Command};

use crate::plan::{CaseAct, Due, FateKind, Grade, Period, PeriodKind, Status};
use crate::text::{Label, Language};

/// Returns the command line with the accepted values in the help of its arguments.
pub(super) fn told(command: Command, language: Language) -> Command {
    let listed = move |argument| with_values(argument, language);
    command.mut_args(listed).mut_subcommands(|subcommand| subcommand.mut_args(listed))
}

fn with_values(argument: Arg, language: Language) -> Arg {
    let Some(help) = argument.get_help().map(ToString::to_string).filter(|help| help.contains('{')) else {
        return argument;
    };
    let statuses = match language {
        Language::Zh => Status::listed(language),
        Language::En => Status::ALL.map(Status::name).join(", "),
    };
    let kinds = match language {
        Language::Zh => PeriodKind::ALL.map(|kind| format!("{}（{}）", kind.name(), kind.label(language))).join("、"),
        Language::En => PeriodKind::ALL.map(PeriodKind::name).join(", "),
    };
    let fates = match language {
        Language::Zh => FateKind::ALL.map(|kind| kind.label(language)).join("、"),
        Language::En => FateKind::ALL.map(FateKind::name).join(", "),
    };
    let acts = match language {
        Language::Zh => CaseAct::ALL.map(|act| act.label(language)).join("、"),
        Language::En => CaseAct::ALL.map(CaseAct::name).join(", "),
    };
    let grades = match language {
        Language::Zh => Grade::ALL.map(|grade| grade.label(language)).join("、"),
        Language::En => Grade::ALL.map(Grade::name).join(", "),
    };
    let help = help.replace("{case-acts}", &acts).replace("{grades}", &grades);
    let help = help.replace("{statuses}", &statuses).replace("{kinds}", &kinds).replace("{fates}", &fates);
    let help = help.replace("{dues}", Due::examples(language));
    argument.help(help.replace("{periods}", Period::examples(language)))
}
