//! A browser with one page in it.

use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::driver::Driver;

/// Closed with its handle.
pub(crate) struct Browser {
    driver: Driver,
    session: String,
    page: PathBuf,
    _profile: tempfile::TempDir,
}

/// Keys, as WebDriver writes them.
pub(crate) const LEFT: &str = "\u{e012}";
pub(crate) const RIGHT: &str = "\u{e014}";
pub(crate) const DOWN: &str = "\u{e015}";
pub(crate) const END: &str = "\u{e010}";
pub(crate) const TAB: &str = "\u{e004}";

impl Browser {
    /// With this page, which is kept under its name. `None` if there is no browser here.
    pub(crate) fn open(name: &str, page: &str) -> Option<Self> {
        let driver = Driver::start()?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target").join("page");
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join(format!("{name}.html"));
        std::fs::write(&file, page).expect("written");
        let profile = tempfile::tempdir().expect("a folder");
        let session = session(&driver, profile.path());
        let browser = Self { driver, session, page: file, _profile: profile };
        browser.go("");
        Some(browser)
    }

    /// To a place in the page, afresh.
    pub(crate) fn go(&self, fragment: &str) {
        self.ask("POST", "/url", &json!({ "url": "about:blank" }));
        let url = format!("file://{}{fragment}", self.page.display());
        self.ask("POST", "/url", &json!({ "url": url }));
    }

    /// What a piece of script returns.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The text of the first element, as it is seen.
    pub(crate) fn text(&self, css: &str) -> String {
        let script = format!("return document.querySelector({}).innerText.trim()", json!(css));
        self.run(&script).as_str().unwrap_or_default().to_owned()
    }

    /// How many elements there are.
    pub(crate) fn count(&self, css: &str) -> u64 {
        self.run(&format!("return document.querySelectorAll({}).length", json!(css)))
            .as_u64()
            .unwrap_or_default()
    }

    pub(crate) fn press(&self, key: &str) {
        let strokes = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        self.act(&json!({ "type": "key", "id": "keyboard", "actions": strokes }));
    }

    /// Moves the pointer onto it; scrolls there first.
    pub(crate) fn hover(&self, css: &str) {
        self.run(&format!("document.querySelector({}).scrollIntoView({{ block: 'center' }})", json!(css)));
        let element = self.ask("POST", "/element", &json!({ "using": "css selector", "value": css }));
        let there = json!([{ "type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0 }]);
        self.act(&json!({ "type": "pointer", "id": "mouse", "actions": there }));
    }

    fn act(&self, actions: &Value) {
        self.ask("POST", "/actions", &json!({ "actions": [actions] }));
    }

    /// What the browser wrote into its console since the last time: errors, and violations of the page's policy.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.ask("POST", "/se/log", &json!({ "type": "browser" }));
        log.as_array().into_iter().flatten().map(ToString::to_string).collect()
    }

    /// On a screen of this width, light or dark.
    pub(crate) fn on_screen(&self, (width, height): (u32, u32), scheme: &str) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.command("Emulation.setDeviceMetricsOverride", &metrics);
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.command("Emulation.setEmulatedMedia", &media);
    }

    /// As it is printed on A4, from a screen that is dark.
    pub(crate) fn on_paper(&self) {
        let metrics = json!({ "width": 718, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", &metrics);
        let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        self.command("Emulation.setEmulatedMedia", &json!({ "media": "print", "features": dark }));
    }

    /// The paper itself, beside the page.
    pub(crate) fn prints(&self, name: &str) {
        let data = self.ask("POST", "/print", &json!({}));
        let pdf = BASE64.decode(data.as_str().expect("base64").as_bytes()).expect("base64");
        std::fs::write(self.page.with_file_name(format!("{name}.pdf")), pdf).expect("written");
    }

    /// A picture of what is seen, beside the page.
    pub(crate) fn picture(&self, name: &str) {
        let data = self.ask("GET", "/screenshot", &json!({}));
        let png = BASE64.decode(data.as_str().expect("base64").as_bytes()).expect("base64");
        std::fs::write(self.page.with_file_name(format!("{name}.png")), png).expect("written");
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn command(&self, command: &str, parameters: &Value) -> Value {
        self.ask("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.driver.ask(method, &format!("/session/{}{path}", self.session), body)
    }
}

/// Without a sandbox, because tests may run as root, where Chromium has none.
fn session(driver: &Driver, profile: &Path) -> String {
    let profile = format!("--user-data-dir={}", profile.display());
    let arguments =
        json!(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", profile]);
    let wanted = json!({ "capabilities": { "alwaysMatch": {
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    }}});
    let session = driver.ask("POST", "/session", &wanted);
    session["sessionId"].as_str().expect("a session").to_owned()
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends with its session, also if the test failed.
        let _ = self.driver.try_ask("DELETE", &format!("/session/{}", self.session), &json!({}));
    }
}
