//! The WebDriver protocol, as much of it as is used: JSON over HTTP, a connection for each command.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// No command gets longer than this, also on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// chromedriver on a port of its own choice, ended with its handle, and with it every browser that it started: they are
/// a group of processes of their own.
pub(crate) struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// `None` if it is not installed: that is said, and fails in CI.
    pub(crate) fn start() -> Option<Self> {
        let there = |program: &str| {
            Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok()
        };
        if !there("chromedriver") || !there("chromium") {
            let _ = writeln!(std::io::stderr(), "not run: chromium and chromedriver are not installed");
            assert!(std::env::var_os("CI").is_none(), "in CI chromium and chromedriver must be installed");
            return None;
        }
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines.map_while(Result::ok).find_map(|line| port(&line)).expect("it says its port");
        Some(Self { child, port })
    }

    /// The value of the answer.
    ///
    /// # Panics
    /// The command failed.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_ask(method, path, body).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// The same, or why not.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let (status, answer) =
            self.exchange(method, path, &body.to_string()).map_err(|why| why.to_string())?;
        let value: Value = serde_json::from_slice(&answer).map_err(|why| why.to_string())?;
        if status.contains(" 200 ") { Ok(value["value"].clone()) } else { Err(value.to_string()) }
    }

    /// The status line and the body, which is as long as the head says: chromedriver keeps connections open.
    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<(String, Vec<u8>)> {
        let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        socket.set_read_timeout(Some(PATIENCE))?;
        write!(
            socket,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = BufReader::new(socket);
        let (mut status, mut line, mut length) = (String::new(), String::new(), 0);
        answer.read_line(&mut status)?;
        while answer.read_line(&mut line)? > 2 {
            if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = number.trim().parse().unwrap_or_default();
            }
            line.clear();
        }
        let mut content = vec![0; length];
        answer.read_exact(&mut content)?;
        Ok((status, content))
    }
}

/// `ChromeDriver was started successfully on port 37133.`
fn port(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("kill -s KILL -- -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &group]).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
