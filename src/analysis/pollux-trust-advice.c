/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The code is for tracing-subscriber 0.3.23, whole lines that can be pasted
 * into the recorder that README.md shows under "Recording a trace".
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-trust-advice.h"

#define LAYER "tracing_subscriber::fmt::layer()\n"

static const struct
{
  const char *key;
  const char *title;
  const char *code;
} advices[POLLUX_N_TRUST_ADVICES] = {
  [POLLUX_TRUST_ADVICE_SETUP] = {
    "setup", N_("Use the recommended recorder"),
    "use std::{fs::File, sync::Mutex};\n"
    "use tracing_subscriber::filter::{LevelFilter, Targets};\n"
    "use tracing_subscriber::fmt::{self, format::FmtSpan};\n"
    "use tracing_subscriber::prelude::*;\n"
    "\n"
    "let targets = Targets::new()\n"
    "    .with_target(\"tokio::task\", LevelFilter::TRACE)\n"
    "    .with_target(env!(\"CARGO_CRATE_NAME\"), LevelFilter::TRACE);\n"
    "let layer = fmt::layer()\n"
    "    .json()\n"
    "    .with_thread_ids(true)\n"
    "    .with_thread_names(true)\n"
    "    .with_span_events(FmtSpan::FULL)\n"
    "    .with_writer(Mutex::new(File::create(\"app.tokio.jsonl\")?))\n"
    "    .with_filter(targets);\n"
    "tracing_subscriber::registry().with(layer).init();",
  },
  [POLLUX_TRUST_ADVICE_UNSTABLE] = {
    "unstable", N_("Build with tokio_unstable"),
    "# .cargo/config.toml\n"
    "[build]\n"
    "rustflags = [\"--cfg\", \"tokio_unstable\"]\n"
    "\n"
    "# Cargo.toml\n"
    "[dependencies]\n"
    "tokio = { version = \"1\", features = [\"full\", \"tracing\"] }",
  },
  [POLLUX_TRUST_ADVICE_SPAN_EVENTS] = {
    "span-events", N_("Record all span events"),
    "use tracing_subscriber::fmt::format::FmtSpan;\n"
    "\n"
    LAYER
    "    .json()\n"
    "    .with_current_span(true)\n"
    "    .with_span_events(FmtSpan::FULL)",
  },
  [POLLUX_TRUST_ADVICE_TARGETS] = {
    "targets", N_("Filter by the target’s beginning"),
    "use tracing_subscriber::filter::{filter_fn, LevelFilter, Targets};\n"
    "\n"
    "// also takes in tokio::task::blocking and tokio::task::waker\n"
    "Targets::new().with_target(\"tokio::task\", LevelFilter::TRACE)\n"
    "\n"
    "// or, with a filter of your own:\n"
    "filter_fn(|meta| meta.target().starts_with(\"tokio::task\"))",
  },
  [POLLUX_TRUST_ADVICE_EVENTS] = {
    "events", N_("Record the program’s events"),
    "use tracing_subscriber::filter::{LevelFilter, Targets};\n"
    "\n"
    "Targets::new()\n"
    "    .with_target(\"tokio::task\", LevelFilter::TRACE)\n"
    "    .with_target(env!(\"CARGO_CRATE_NAME\"), LevelFilter::TRACE)",
  },
  [POLLUX_TRUST_ADVICE_RESOURCES] = {
    "resources", N_("Record resources as well"),
    "use tracing_subscriber::filter::{LevelFilter, Targets};\n"
    "\n"
    "// the file becomes about 2.5 times as large\n"
    "Targets::new()\n"
    "    .with_target(\"tokio\", LevelFilter::TRACE)\n"
    "    .with_target(\"runtime\", LevelFilter::TRACE)",
  },
  [POLLUX_TRUST_ADVICE_THREAD_IDS] = {
    "thread-ids", N_("Record thread ids"),
    LAYER
    "    .json()\n"
    "    .with_thread_ids(true)\n"
    "    .with_thread_names(true)",
  },
  [POLLUX_TRUST_ADVICE_TIMER] = {
    "timer", N_("Record times"),
    "// and no .without_time()\n"
    LAYER
    "    .json()\n"
    "    .with_timer(tracing_subscriber::fmt::time::SystemTime)",
  },
  [POLLUX_TRUST_ADVICE_STEADY_TIMER] = {
    "steady-timer", N_("Use a clock that nobody sets"),
    "// seconds since the start of the program\n"
    LAYER
    "    .json()\n"
    "    .with_timer(tracing_subscriber::fmt::time::uptime())",
  },
  [POLLUX_TRUST_ADVICE_CURRENT_SPAN] = {
    "current-span", N_("Print the spans"),
    LAYER
    "    .json()\n"
    "    .with_current_span(true)\n"
    "    .with_span_list(true)\n"
    "    .flatten_event(false)",
  },
  [POLLUX_TRUST_ADVICE_TARGET_AND_LEVEL] = {
    "target-and-level", N_("Print target and level"),
    LAYER
    "    .json()\n"
    "    .with_target(true)\n"
    "    .with_level(true)",
  },
  [POLLUX_TRUST_ADVICE_JSON] = {
    "json", N_("Record JSON"),
    "# Cargo.toml\n"
    "tracing-subscriber = { version = \"0.3\", features = [\"json\"] }\n"
    "\n"
    "// main.rs\n"
    LAYER
    "    .json()\n"
    "    .flatten_event(false)",
  },
  [POLLUX_TRUST_ADVICE_FROM_START] = {
    "from-start", N_("Record from the start"),
    "// instead of #[tokio::main]; record() installs the recorder\n"
    "fn main() -> std::io::Result<()> {\n"
    "    record(\"app.tokio.jsonl\")?;\n"
    "    tokio::runtime::Runtime::new()?.block_on(serve());\n"
    "    Ok(())\n"
    "}",
  },
  [POLLUX_TRUST_ADVICE_OWN_FILE] = {
    "own-file", N_("Record into a file of its own"),
    "use std::{fs::File, sync::Mutex};\n"
    "\n"
    LAYER
    "    .json()\n"
    "    .with_writer(Mutex::new(File::create(\"app.tokio.jsonl\")?))",
  },
  [POLLUX_TRUST_ADVICE_PER_PROCESS] = {
    "per-process", N_("One file per process and run"),
    "use std::{fs::File, sync::Mutex};\n"
    "\n"
    "let path = format!(\"app-{}.tokio.jsonl\", std::process::id());\n"
    LAYER
    "    .json()\n"
    "    .with_writer(Mutex::new(File::create(path)?))",
  },
};

/**
 * pollux_trust_advice_to_key:
 * @advice: an advice
 *
 * Returns: (transfer none) (nullable): its key for programs
 */
const char *
pollux_trust_advice_to_key (PolluxTrustAdvice advice)
{
  g_return_val_if_fail (advice < POLLUX_N_TRUST_ADVICES, NULL);

  return advices[advice].key;
}

/**
 * pollux_trust_advice_get_title:
 * @advice: an advice
 *
 * Returns: (transfer none) (nullable): what to do
 */
const char *
pollux_trust_advice_get_title (PolluxTrustAdvice advice)
{
  g_return_val_if_fail (advice < POLLUX_N_TRUST_ADVICES, NULL);

  return advice != POLLUX_TRUST_ADVICE_NONE ? _(advices[advice].title) : NULL;
}

/**
 * pollux_trust_advice_get_code:
 * @advice: an advice
 *
 * Returns: (transfer none) (nullable): how to do it, in lines without an end
 */
const char *
pollux_trust_advice_get_code (PolluxTrustAdvice advice)
{
  g_return_val_if_fail (advice < POLLUX_N_TRUST_ADVICES, NULL);

  return advices[advice].code;
}
