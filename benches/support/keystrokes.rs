//! Queries typed key by key, and statistics of their times.
#![allow(dead_code)]

use std::time::{Duration, Instant};

/// Chinese queries of planners: a word, several words, characters with gaps, numbers, Latin words, no matches.
pub const CHINESE: [&str; 20] = [
    "残疾人",
    "家庭医生签约",
    "医疗卫生",
    "无障碍改造",
    "慢性病管理",
    "约束性",
    "残康复",
    "县医建",
    "人发",
    "基本服务率",
    "2025年",
    "95%",
    "到2025年 95%",
    "的",
    "人",
    "app",
    "zzqx",
    "安化 慢性病",
    "残疾人 康复 服务",
    "社区 养老 提升",
];

/// Queries by pinyin: initials, syllables, both mixed with characters, names with words.
pub const PINYIN: [&str; 12] = [
    "cjr",
    "cjrkf",
    "mxb",
    "jkgh",
    "wza",
    "canjiren",
    "canjr",
    "manxingbing",
    "chongqing",
    "can疾r",
    "cjr kf",
    "anhua mxb",
];

/// Returns every prefix of every query.
pub fn keystrokes<'a>(queries: &[&'a str]) -> Vec<&'a str> {
    let typed = |line: &'a str| line.char_indices().map(move |(at, c)| &line[..at + c.len_utf8()]);
    let typed = queries.iter().flat_map(|line| typed(line));
    typed.filter(|line| !line.ends_with(' ')).collect()
}

/// Returns the median of some times, which excludes the effects of other work on the machine.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Runs some work, and returns its result with the time.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let done = work();
    (done, started.elapsed())
}

/// Formats times as `p50 / p95 / max` in milliseconds.
pub fn percentiles(times: &[Duration]) -> String {
    let [p50, p95, max] = [0.5, 0.95, 1.0].map(|share| ms(at(times, share)));
    format!("{p50:.2} / {p95:.2} / {max:.2}")
}

/// Returns a percentile of some times.
pub fn at(times: &[Duration], share: f64) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[((times.len() - 1) as f64 * share).round() as usize]
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Returns the present memory of the process in megabytes.
pub fn memory() -> f64 {
    memory_of("VmRSS:")
}

/// Returns the peak memory of the process in megabytes.
pub fn peak_memory() -> f64 {
    memory_of("VmHWM:")
}

fn memory_of(which: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(which));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
