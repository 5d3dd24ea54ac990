//! The words of a doubt in both languages.

use super::{BoxUnclear, DoubtKind, FileContent, TermSource, TitleSource};
use crate::text::Language;

impl DoubtKind {
    /// The place in doubt and why, quoting the source.
    pub fn what(&self, language: Language) -> String {
        let both = |zh: String, en: String| if language == Language::Zh { zh } else { en };
        let fixed = |zh: &'static str, en: &'static str| language.pick(zh, en).to_string();
        match self {
            DoubtKind::Earlier { what, .. } => what.clone(),
            DoubtKind::Leftovers { count, samples } => both(
                format!("正文中有{count}处转换残留、页码或目录，如“{}”", samples.join("”“")),
                format!(
                    "{count} remains of a conversion, page numbers or contents, such as “{}”",
                    samples.join("”, “")
                ),
            ),
            DoubtKind::LostLineBreaks { count } => both(
                format!("{count}行各含多个段落，换行已丢失"),
                format!("{count} lines hold several paragraphs each; their line breaks are lost"),
            ),
            DoubtKind::FileContent { content, count, sample } => content.what(*count, sample, language),
            DoubtKind::NoTitle { .. } => fixed("正文前没有规划名称", "no title stands before the text"),
            DoubtKind::NoRegion { .. } => fixed("规划名称没有写明地区", "the title names no region"),
            DoubtKind::OnlyLastYear { term } => both(
                format!("规划名称只写明末年{}年", term.last),
                format!("the title names the last year alone, {}", term.last),
            ),
            DoubtKind::NoTerm { .. } => fixed("规划名称没有写明期限", "the title names no term"),
            DoubtKind::UnnumberedHeading { text, .. } => both(
                format!("“{text}”像是标题，但没有序号"),
                format!("“{text}” reads like a heading and has no number"),
            ),
            DoubtKind::UnnumberedHeadings { count, samples } => both(
                format!("标题都没有序号，共{count}处，如“{}”", samples.join("”“")),
                format!("none of the {count} headings has a number, such as “{}”", samples.join("”, “")),
            ),
            DoubtKind::NoHeadings { .. } => fixed("全文没有找到章节标题", "no headings were found"),
            DoubtKind::NoTasks => fixed("没有找到任务", "no tasks were found"),
            DoubtKind::MisplacedBox { number, title, .. } => both(
                format!("专栏{number}“{title}”不在所属章节"),
                format!("special box {number}, “{title}”, stands outside its chapter"),
            ),
            DoubtKind::BoxExtent { number, quote, unclear } => {
                format!("{number}“{quote}…”{}", unclear.why(language))
            }
            DoubtKind::BrokenRow { text } => {
                both(format!("表中“{text}”一行不完整"), format!("the row “{text}” of a table lacks cells"))
            }
            DoubtKind::UnnamedRow { text } => {
                both(format!("表中“{text}”一行看不出是哪项指标"), format!("the row “{text}” names no indicator"))
            }
            DoubtKind::UnfitRow { indicator } => both(
                format!("指标“{indicator}”一行的数值与表头对不上"),
                format!("the values of the row “{indicator}” do not fit the heads of its table"),
            ),
            DoubtKind::NoTarget { indicator } => {
                both(format!("指标“{indicator}”没有目标值"), format!("the indicator “{indicator}” has no target"))
            }
            DoubtKind::SeveralLeads { places, .. } => both(
                format!("同一段有{places}处分工说明，牵头单位不止一个"),
                format!("one paragraph divides the work in {places} places, with more than one lead"),
            ),
            DoubtKind::UnknownUnits { names } => both(
                format!("“{}”不在部门名录中，也不像单位名称", names.join("”“")),
                format!("“{}” are in no registry and do not read like units", names.join("”, “")),
            ),
            DoubtKind::LostHeading { number, below } => both(
                format!("“{below}”之前缺少标题“{number}”，序号重新开始"),
                format!("the heading “{number}” before “{below}” is lost: the numbers begin anew"),
            ),
            DoubtKind::RestartedNumbers { heading } => both(
                format!("“{heading}”处序号重新开始，中间没有标题"),
                format!("the numbers begin anew at “{heading}” without a heading in between"),
            ),
            DoubtKind::UnreadTable { caption } => {
                both(format!("表格“{caption}”无法读出"), format!("the table “{caption}” could not be read"))
            }
            DoubtKind::ClosingText { quote } => both(
                format!("“{quote}…”在最后一项之后，不知是否属于该项"),
                format!("“{quote}…” follows the last item and may or may not belong to it"),
            ),
            DoubtKind::NoLead { quote, .. } => {
                both(format!("“{quote}”没有写明牵头单位"), format!("“{quote}” names no lead"))
            }
        }
    }

    /// The reading that was chosen.
    pub fn chosen(&self, language: Language) -> String {
        let both = |zh: String, en: String| if language == Language::Zh { zh } else { en };
        let fixed = |zh: &'static str, en: &'static str| language.pick(zh, en).to_string();
        match self {
            DoubtKind::Earlier { chosen, .. } => chosen.clone(),
            DoubtKind::Leftovers { .. } => fixed("从正文中取出，另行保存", "taken out of the text and kept apart"),
            DoubtKind::LostLineBreaks { .. } => {
                fixed("按序号和文字断开为段落，请核对", "parted by numbers and wording; please check")
            }
            DoubtKind::FileContent { content, .. } => content.chosen(language).to_string(),
            DoubtKind::NoTitle { title, from } => both(
                format!("名称定为“{title}”，{}", from.words(language)),
                format!("“{title}” was taken, {}", from.words(language)),
            ),
            DoubtKind::NoRegion { region: Some(region) } => {
                both(format!("地区定为“{region}”"), format!("“{region}” was taken"))
            }
            DoubtKind::NoRegion { region: None } => fixed("地区记为“未注明地区”", "the region is left as not stated"),
            DoubtKind::OnlyLastYear { term } => both(
                format!("期限定为{}—{}年", term.first, term.last),
                format!("{}–{} was taken", term.first, term.last),
            ),
            DoubtKind::NoTerm { term, from } => both(
                format!("期限定为{}—{}年，{}", term.first, term.last, from.words(language)),
                format!("{}–{} was taken, {}", term.first, term.last, from.words(language)),
            ),
            DoubtKind::UnnumberedHeading { number: Some(number), .. } => {
                both(format!("当作标题，补上序号“{number}”"), format!("taken as a heading with the number “{number}”"))
            }
            DoubtKind::UnnumberedHeading { number: None, .. } => {
                fixed("当作标题，不加序号", "taken as a heading without a number")
            }
            DoubtKind::UnnumberedHeadings { .. } => fixed(
                "把独立的短行当作标题，不加序号，请核对层次",
                "short lines that stand alone were taken as headings; please check their nesting",
            ),
            DoubtKind::NoHeadings { has_tasks: true } => {
                fixed("以规划名称作为唯一一章", "the title became the only chapter")
            }
            DoubtKind::NoHeadings { has_tasks: false } => {
                fixed("全文作为一章收下，未拆出任务", "the text became one chapter without tasks")
            }
            DoubtKind::NoTasks => fixed(
                "只收下章节和文字，请核对文件是否完整",
                "chapters and text were kept; please check that the file is complete",
            ),
            DoubtKind::MisplacedBox { heading, .. } => {
                both(format!("按序号和名称归入“{heading}”"), format!("put under “{heading}” by its number and title"))
            }
            DoubtKind::BoxExtent { unclear, .. } => unclear.chosen(language).to_string(),
            DoubtKind::BrokenRow { .. } => fixed("按文字保留，不作为指标", "kept as text, not as an indicator"),
            DoubtKind::UnnamedRow { .. } => fixed("按文字保留", "kept as text"),
            DoubtKind::UnfitRow { .. } => {
                fixed("依次填入各列，请核对原表", "they were put into the columns in order; please check the table")
            }
            DoubtKind::NoTarget { .. } => {
                fixed("目标值留空，请核对原表", "the target is left empty; please check the table")
            }
            DoubtKind::SeveralLeads { lead, .. } => both(
                format!("以先出现的“{lead}”为主牵头，其余为共同牵头"),
                format!("“{lead}”, which comes first, is the main lead, the others are joint leads"),
            ),
            DoubtKind::UnknownUnits { .. } => fixed("按原文保留，请核对", "kept as printed; please check"),
            DoubtKind::LostHeading { number, .. } => both(
                format!("补上“{number}”，标题留空，请对照原件"),
                format!("“{number}” was added with an empty title; please see the original"),
            ),
            DoubtKind::RestartedNumbers { .. } => {
                fixed("仍归入同一标题，请核对是否缺少标题", "kept under the same heading; please check for a lost one")
            }
            DoubtKind::UnreadTable { .. } => fixed(
                "按文字保留；可指明各列后重新导入，或对照原表录入",
                "kept as text; name its columns and import it again, or enter it from the original",
            ),
            DoubtKind::ClosingText { .. } => {
                fixed("作为全文的结尾，不归入任务", "taken as the end of the text, not as part of the task")
            }
            DoubtKind::NoLead { lead, .. } => both(
                format!("提议由列在首位的“{lead}”牵头，待确认"),
                format!("“{lead}”, named first, is offered as the lead, to be confirmed"),
            ),
        }
    }
}

impl FileContent {
    fn what(self, count: usize, sample: &str, language: Language) -> String {
        let zh = language == Language::Zh;
        let quoted = match (sample, zh) {
            ("", _) => String::new(),
            (sample, true) => format!("，如“{sample}”"),
            (sample, false) => format!(", such as “{sample}”"),
        };
        if zh {
            return match self {
                FileContent::Inserted => format!("有{count}处修订插入的文字未经接受{quoted}"),
                FileContent::Deleted => format!("有{count}处修订删除的文字未经接受"),
                FileContent::Comment => format!("有{count}处批注"),
                FileContent::Hidden => format!("有{count}处隐藏文字{quoted}"),
                FileContent::Picture => format!("有{count}张图片或图形"),
                FileContent::Object => format!("有{count}个嵌入的其他文件"),
                FileContent::Note => format!("有{count}处脚注或尾注{quoted}"),
                FileContent::Symbol => format!("有{count}个字体符号无法识别"),
                FileContent::PageEdge => format!("有页眉或页脚文字{quoted}"),
                FileContent::Struck => format!("有{count}处加删除线的文字{quoted}"),
                FileContent::Furniture => format!("网页上有{count}行导航、来源、分享等文字{quoted}"),
                FileContent::Undecoded => format!("有{count}处文字无法解码"),
                FileContent::Scan => format!("有{count}页没有文字，像是扫描图像"),
            };
        }
        match self {
            FileContent::Inserted => format!("{count} tracked insertions have not been accepted{quoted}"),
            FileContent::Deleted => format!("{count} tracked deletions have not been accepted"),
            FileContent::Comment => format!("{count} comments"),
            FileContent::Hidden => format!("{count} hidden texts{quoted}"),
            FileContent::Picture => format!("{count} pictures or shapes"),
            FileContent::Object => format!("{count} embedded files"),
            FileContent::Note => format!("{count} footnotes or endnotes{quoted}"),
            FileContent::Symbol => format!("{count} signs of unknown fonts"),
            FileContent::PageEdge => format!("headers or footers of pages{quoted}"),
            FileContent::Struck => format!("{count} texts are struck through{quoted}"),
            FileContent::Furniture => format!("{count} lines of navigation, sharing and the like{quoted}"),
            FileContent::Undecoded => format!("{count} pieces of text could not be decoded"),
            FileContent::Scan => format!("{count} pages have no text and look scanned"),
        }
    }

    fn chosen(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            FileContent::Inserted => ("按已接受读入，请核对", "read as accepted; please check"),
            FileContent::Deleted => ("按已删除处理，未读入，请核对", "taken as deleted and not read; please check"),
            FileContent::Comment => ("批注不是正文，未读入", "comments are no text of the plan and were not read"),
            FileContent::Hidden => ("从正文中取出，另行保存", "taken out of the text and kept apart"),
            FileContent::Picture => (
                "图中的文字未读入，请核对是否有表格或正文在图中",
                "words in them were not read; please check for tables or text",
            ),
            FileContent::Object => ("其中的内容未读入，请核对", "what is in them was not read; please check"),
            FileContent::Note => ("附在文末，不作为任务", "put below the text, not read as tasks"),
            FileContent::Symbol => ("以“□”代替，请核对", "replaced by “□”; please check"),
            FileContent::PageEdge | FileContent::Furniture => ("不是正文，另行保存", "no text of the plan; kept apart"),
            FileContent::Struck => ("按已删除处理，从正文中取出，另行保存", "taken as deleted; kept apart"),
            FileContent::Undecoded => ("以“□”代替，请对照原文核对", "replaced by “□”; please check with the original"),
            FileContent::Scan => {
                ("这些页未读入，请经文字识别后补充", "these pages were not read; run text recognition and add them")
            }
        };
        language.pick(zh, en)
    }
}

impl TitleSource {
    fn words(self, language: Language) -> &'static str {
        match self {
            TitleSource::TableCaption => language.pick("取自指标表的名称", "from the caption of the indicator table"),
            TitleSource::FirstLine => language.pick("取自第一行", "from the first line"),
            TitleSource::FileName => language.pick("取自文件名", "from the name of the file"),
        }
    }
}

impl TermSource {
    fn words(self, language: Language) -> &'static str {
        match self {
            TermSource::Text => language.pick("取自正文", "from the text"),
            TermSource::IssueToGoals => language.pick(
                "从印发之年起，到正文目标的最末年",
                "from the year of issue to the last year of the text's goals",
            ),
            TermSource::Issue => language.pick(
                "从印发之年起，按五年计；正文没有写明末年，请核对",
                "from the year of issue for five years, as the text names no last year; please check",
            ),
            TermSource::Goals => language.pick("由正文目标的年份推定", "by the years of the text's goals"),
            TermSource::Length => language.pick("由规划名称所写年数推定", "by the number of years in the title"),
            TermSource::Nothing => {
                language.pick("文中没有依据，请核对", "for which nothing in the text speaks; please check")
            }
        }
    }
}

impl BoxUnclear {
    fn why(self, language: Language) -> &'static str {
        match self {
            BoxUnclear::Unnumbered => language.pick(
                "不带序号，不知是上一项目的内容，还是专栏之后的正文",
                " has no number: part of the project before it, or text after the box",
            ),
            BoxUnclear::GroupOrHeading => language.pick(
                "可能是专栏内的分组，也可能是正文的下一标题",
                " may be a group of the box or the next heading of the text",
            ),
            BoxUnclear::NumberGap => {
                language.pick("序号与上一项目不连续", " has a number that does not follow the one before")
            }
            BoxUnclear::BothToProject | BoxUnclear::BothToTask => language.pick(
                "序号既接专栏内的上一项，也接专栏外的上一项",
                " has a number that continues the list of the box and the list around it",
            ),
        }
    }

    fn chosen(self, language: Language) -> &'static str {
        match self {
            BoxUnclear::Unnumbered => language.pick("归入上一项目", "part of the project before it"),
            BoxUnclear::GroupOrHeading => language.pick("作为专栏内的分组", "a group of the box"),
            BoxUnclear::NumberGap => language.pick("仍归入专栏", "still a project of the box"),
            BoxUnclear::BothToProject => language.pick("作为专栏内的项目", "a project of the box"),
            BoxUnclear::BothToTask => language.pick("作为专栏之后正文的任务", "a task after the box"),
        }
    }
}
