//! The measures, each in a process of its own.

use std::error::Error;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use revrx_engine::{Engine, SubmitRequest, Update};
use serde_json::json;
use tokio::task::JoinSet;

use crate::options::{Measure, Options};
use crate::system::{cpu_ms, fdatasync_ms, percentile, rss_mib};
use crate::workload::{engine, input};

type Outcome = Result<(), Box<dyn Error>>;

/// Longest path of the workload, in stages.
const CRITICAL_STAGES: f64 = 5.0;
/// Submissions under way at once.
const SUBMITTERS: u64 = 512;

/// Starts a process for each measure, and one that checks what a killed one left.
pub(crate) async fn all(options: &Options) -> Outcome {
    for store in &options.stores {
        for measure in &options.measures {
            let once = &options.effects[..1];
            let effects = if matches!(
                measure,
                Measure::Memory | Measure::Idle | Measure::Overlap | Measure::Readable
            ) {
                once
            } else {
                &options.effects
            };
            for effect in effects {
                child(options, *measure, store, effect)?;
            }
        }
    }
    Ok(())
}

fn child(options: &Options, measure: Measure, store: &str, effect: &str) -> Outcome {
    let folder = tempdir()?;
    let start = |measure: Measure| -> Result<std::process::ExitStatus, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["--child", measure.as_str(), "--store", store, "--effect", effect])
            .arg("--folder")
            .arg(&folder);
        if let Some(runs) = options.runs {
            command.args(["--runs", &runs.to_string()]);
        }
        Ok(command.status()?)
    };
    let status = start(measure)?;
    let kills_itself = measure == Measure::Throughput && store != "memory";
    if !status.success() && !kills_itself {
        return Err(format!("{} on {store} ended with {status}", measure.as_str()).into());
    }
    if kills_itself && !start(Measure::Verify)?.success() {
        return Err("the store does not hold what was answered as durable".into());
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn tempdir() -> std::io::Result<std::path::PathBuf> {
    let folder = std::env::temp_dir().join(
        format!("seven-stages-{}-{:?}", std::process::id(), Instant::now()).replace([' ', '{', '}', ':'], ""),
    );
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// One measure, in this process.
pub(crate) async fn run(measure: Measure, options: &Options) -> Outcome {
    match measure {
        Measure::Throughput => throughput(options).await,
        Measure::Latency => latency(options).await,
        Measure::Overlap => overlap(options).await,
        Measure::Memory => memory(options).await,
        Measure::Readable => readable(options).await,
        Measure::Idle => idle(options).await,
        Measure::Verify => Ok(()),
    }
}

fn line(options: &Options, measure: Measure, figures: &serde_json::Value) {
    let mut line = json!({
        "peer": "revrx", "store": options.store(), "dispatcher": "in-process",
        "effect": options.effect(), "measure": measure.as_str(),
    });
    if options.effect() == "pure" && options.store() != "memory" {
        line["note"] = json!("computed ahead of the disk");
    }
    if let (Some(line), Some(figures)) = (line.as_object_mut(), figures.as_object()) {
        line.extend(figures.clone());
    }
    println!("{line}");
}

/// Submits so many runs and waits for all of them; the time each took.
#[expect(clippy::disallowed_methods, reason = "all of them are awaited below")]
async fn burst(engine: &Arc<Engine>, runs: u64) -> Result<Vec<f64>, Box<dyn Error>> {
    let mut times = Vec::with_capacity(runs as usize);
    let share = runs.div_ceil(SUBMITTERS);
    let submitters = (0..SUBMITTERS.min(runs)).map(|n| {
        let engine = Arc::clone(engine);
        tokio::spawn(async move {
            let mut handles = Vec::new();
            for _ in (n * share)..((n + 1) * share).min(runs) {
                let start = Instant::now();
                handles
                    .push((start, engine.submit(SubmitRequest::new("seven").input("text", &input())).await?));
            }
            let ends = handles.into_iter().map(|(start, handle)| async move {
                let finished = handle.finished().await?;
                let _output: String = finished.output()?;
                Ok::<f64, revrx_engine::EngineError>(start.elapsed().as_secs_f64() * 1000.0)
            });
            try_join_all(ends).await
        })
    });
    for submitter in submitters.collect::<Vec<_>>() {
        times.extend(submitter.await??);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

async fn throughput(options: &Options) -> Outcome {
    let runs = options.runs.unwrap_or(10_000);
    let engine = Arc::new(engine(options, 0).await?);
    burst(&engine, 100).await?;
    let before = engine.committed();
    let (start, cpu) = (Instant::now(), cpu_ms());
    let times = burst(&engine, runs).await?;
    let seconds = start.elapsed().as_secs_f64();
    let after = engine.committed();
    let fdatasync = options.folder.as_deref().map(fdatasync_ms).transpose()?;
    line(
        options,
        Measure::Throughput,
        &json!({
            "runs": runs, "seconds": seconds, "runs_per_s": runs as f64 / seconds,
            "p50_ms": percentile(&times, 0.5), "p95_ms": percentile(&times, 0.95),
            "peak_rss_mib": rss_mib(true), "cpu_ms_per_run": (cpu_ms() - cpu) / runs as f64,
            "fdatasyncs": after.commits - before.commits,
            "appends_per_run": (after.ops - before.ops) as f64 / runs as f64,
            "bytes_per_run": (after.bytes - before.bytes) as f64 / runs as f64,
            "largest_batch": after.largest, "fdatasync_ms": fdatasync,
        }),
    );
    if options.store() != "memory" {
        std::fs::write(
            options.folder.clone().unwrap_or_default().join("expected"),
            (runs + 100).to_string(),
        )?;
        // As by `kill -9`: nothing is closed. What was answered as durable must be there for the next process.
        Command::new("kill").args(["-9", &std::process::id().to_string()]).status()?;
    }
    Ok(())
}

async fn latency(options: &Options) -> Outcome {
    let runs = options.runs.unwrap_or(1_000);
    let engine = engine(options, 0).await?;
    let mut times = Vec::new();
    for n in 0..(runs + 50) {
        let start = Instant::now();
        let handle = engine.submit(SubmitRequest::new("seven").input("text", &input())).await?;
        handle.finished().await?;
        if n >= 50 {
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    times.sort_by(f64::total_cmp);
    let fdatasync = options.folder.as_deref().map(fdatasync_ms).transpose()?;
    line(
        options,
        Measure::Latency,
        &json!({
            "runs": runs, "p50_ms": percentile(&times, 0.5), "p95_ms": percentile(&times, 0.95), "fdatasync_ms": fdatasync,
        }),
    );
    engine.shutdown().await?;
    Ok(())
}

async fn overlap(options: &Options) -> Outcome {
    let (runs, wait_ms) = (options.runs.unwrap_or(1_000), 100);
    let engine = Arc::new(engine(options, wait_ms).await?);
    let start = Instant::now();
    burst(&engine, runs).await?;
    let seconds = start.elapsed().as_secs_f64();
    let ideal = CRITICAL_STAGES * wait_ms as f64 / 1000.0;
    line(options, Measure::Overlap, &json!({ "runs": runs, "seconds": seconds, "x_ideal": seconds / ideal }));
    Ok(())
}

/// 10,000 runs that wait for a place: none is free while the first ones wait.
#[expect(clippy::disallowed_methods, reason = "all of them are awaited below")]
async fn memory(options: &Options) -> Outcome {
    let runs = options.runs.unwrap_or(10_000);
    let engine = Arc::new(engine(options, 600_000).await?);
    let before = rss_mib(false);
    let submits = (0..SUBMITTERS).map(|_| {
        let engine = Arc::clone(&engine);
        tokio::spawn(async move {
            for _ in 0..runs.div_ceil(SUBMITTERS) {
                engine.submit(SubmitRequest::new("seven").input("text", &input())).await?;
            }
            Ok::<(), revrx_engine::EngineError>(())
        })
    });
    for submit in submits.collect::<Vec<_>>() {
        submit.await??;
    }
    line(
        options,
        Measure::Memory,
        &json!({ "runs": runs, "idle_rss_mib": before, "rss_mib": rss_mib(false), "peak_rss_mib": rss_mib(true) }),
    );
    Ok(())
}

/// Runs that arrive evenly at a third of what the store holds; one in ten has a listener, which notes when each
/// event reaches it, after it is durable.
async fn readable(options: &Options) -> Outcome {
    let runs = options.runs.unwrap_or(4_000);
    let engine = Arc::new(engine(options, 0).await?);
    let start = Instant::now();
    burst(&engine, 4_000).await?;
    let pause = start.elapsed() * 3 / 4_000;
    let mut listeners = JoinSet::new();
    let mut next = tokio::time::Instant::now();
    for n in 0..runs {
        next += pause;
        tokio::time::sleep_until(next).await;
        let handle = engine.submit(SubmitRequest::new("seven").input("text", &input())).await?;
        if n % 10 == 0 {
            listeners.spawn(async move {
                let (mut updates, mut late) = (handle.updates().await?, Vec::new());
                while let Some(update) = updates.next().await? {
                    if let Update::Event { event, .. } = update {
                        late.push((wall_micros() - event.at.as_micros()) as f64 / 1000.0);
                    }
                }
                Ok::<_, revrx_engine::EngineError>(late)
            });
        }
    }
    let mut late = Vec::new();
    while let Some(heard) = listeners.join_next().await {
        late.extend(heard??);
    }
    late.sort_by(f64::total_cmp);
    line(
        options,
        Measure::Readable,
        &json!({
            "runs": runs, "runs_per_s": 1.0 / pause.as_secs_f64(), "events": late.len(),
            "p50_ms": percentile(&late, 0.5), "p99_ms": percentile(&late, 0.99),
        }),
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "events carry wall time, and this compares with it")]
fn wall_micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

async fn idle(options: &Options) -> Outcome {
    let engine = engine(options, 0).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut accept = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        let handle = engine.submit(SubmitRequest::new("seven").input("text", &input())).await?;
        accept.push(start.elapsed().as_secs_f64() * 1000.0);
        handle.finished().await?;
    }
    accept.sort_by(f64::total_cmp);
    line(
        options,
        Measure::Idle,
        &json!({ "rss_mib": rss_mib(false), "accept_to_start_p99_ms": percentile(&accept, 0.99) }),
    );
    engine.shutdown().await?;
    Ok(())
}
