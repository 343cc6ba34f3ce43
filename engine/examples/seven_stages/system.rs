//! What the operating system says of this process and the disk.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Instant;

/// Resident memory, in MiB: now, or its peak.
pub(crate) fn rss_mib(peak: bool) -> f64 {
    let key = if peak { "VmHWM:" } else { "VmRSS:" };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(key));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// CPU time of this process so far, user and system, in milliseconds.
pub(crate) fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks =
        |n: usize| fields.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * 10.0
}

/// Median time of an fdatasync after 8 KB were appended, in milliseconds.
pub(crate) fn fdatasync_ms(folder: &Path) -> std::io::Result<f64> {
    let path = folder.join("fdatasync.probe");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..51 {
        file.seek(SeekFrom::End(0))?;
        file.write_all(&[7; 8192])?;
        let start = Instant::now();
        file.sync_data()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    fs::remove_file(path)?;
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// The value below which a share of the sorted values lies.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let index = ((sorted.len() as f64 - 1.0) * share).round() as usize;
    sorted.get(index).copied().unwrap_or(0.0)
}
