//! Help, argument errors, completions and manual pages.

use clap::error::{ContextKind, ErrorKind};
use clap_mangen::Man;

use crate::office::client::Streams;
use crate::text::Language;
use crate::text::clean::shown;

use super::args::{self, CompletionsArguments, HelpArguments, ManArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::value;

/// Prints help or the version to standard output, or an argument error to standard error.
pub(crate) fn usage(error: &clap::Error, language: Language, streams: &dyn Streams) -> u8 {
    if error.use_stderr() {
        let explained = if language == Language::Zh { in_chinese(error) } else { None };
        let message = explained.unwrap_or_else(|| error.render().to_string());
        let _ = streams.tell(shown(&message).as_bytes());
    } else {
        let _ = streams.print(error.render().to_string().as_bytes());
    }
    u8::try_from(error.exit_code()).unwrap_or(2)
}

fn in_chinese(error: &clap::Error) -> Option<String> {
    let context = |kind| error.get(kind).map(ToString::to_string);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有选项 {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 {}", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue => match context(ContextKind::ValidValue) {
            Some(valid) => format!("{argument} 的值 {value} 无效；可用：{valid}"),
            None => format!("{argument} 的值 {value} 无效"),
        },
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(value::in_chinese).unwrap_or_default();
            format!("{argument} 的值 {value} 无效：{why}")
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).unwrap_or_default();
            format!("{argument} 不能与 {other} 同用")
        }
        ErrorKind::TooManyValues => format!("{argument} 的值过多：{value}"),
        _ => return None,
    };
    let instead = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let instead = instead.into_iter().find_map(context).map(|name| format!("；是否指 {name}？")).unwrap_or_default();
    Some(format!("plandesk: {what}{instead}\n用法见 plandesk --help\n"))
}

/// Prints completions for a shell.
pub(crate) fn completions(invocation: &Invocation, arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut args::command(invocation.language), "plandesk", &mut script);
    invocation.out.bytes(&script)
}

/// Prints the manual page of the program or of one command.
pub(crate) fn man(invocation: &Invocation, arguments: &ManArguments) -> Result<(), Failure> {
    let command = named(invocation, arguments.command.as_deref())?;
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(|error| Failure::Failed(error.to_string()))?;
    invocation.out.bytes(&page)
}

/// Prints the help of the program or of one command.
pub(crate) fn help(invocation: &Invocation, arguments: &HelpArguments) -> Result<(), Failure> {
    let mut command = named(invocation, arguments.command.as_deref())?;
    invocation.out.text(&command.render_help().to_string())
}

/// Returns the definition of the program, or of one of its commands.
fn named(invocation: &Invocation, name: Option<&str>) -> Result<clap::Command, Failure> {
    let mut command = args::command(invocation.language);
    command.build();
    let Some(name) = name else { return Ok(command) };
    command.find_subcommand(name).cloned().ok_or_else(|| {
        Failure::Usage(invocation.words(
            format!("没有命令 {name}；命令见 plandesk --help"),
            format!("there is no command {name}; plandesk --help lists them"),
        ))
    })
}
