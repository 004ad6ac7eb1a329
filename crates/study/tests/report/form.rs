//! The form: a version, a schema that is checked in, and a size.

use std::path::Path;

use handfast_study::Report;
use serde_json::Value;

use crate::{mutual, report, tls12};

const SCHEMA: &str = "schema/handfast-report-1.json";

/// Whoever changes the form writes it anew: `handfast schema > crates/study/schema/handfast-report-1.json`.
#[test]
fn the_schema_that_is_checked_in_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let checked_in = std::fs::read_to_string(path).expect("the schema is checked in");
    assert_eq!(checked_in.trim_end(), Report::schema_json());
}

#[test]
fn json_names_its_form_first() {
    let json = report().json();
    assert!(json.starts_with("{\n  \"schema\": \"handfast-report/1\",\n  \"notice\": "), "{}", &json[..80]);
}

/// Every name that occurs is described, with its type where that is simple; nothing that is required is left out.
#[test]
fn what_is_written_is_what_the_schema_describes() {
    let schema: Value = serde_json::from_str(&Report::schema_json()).expect("JSON");
    for timeline in [mutual(|_| ()), mutual(tls12)] {
        let report: Value = serde_json::from_str(&Report::of(&timeline).json()).expect("JSON");
        conforms(&report, &schema, &schema, "report");
    }
}

/// As much of JSON Schema as ours uses.
fn conforms(value: &Value, schema: &Value, root: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").expect("a local reference");
        return conforms(value, &root["$defs"][name], root, place);
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let fits = |option: &&Value| {
            let names_it = |tag: &str| {
                option["properties"][tag]["const"].as_str().is_some_and(|name| value[tag] == name)
            };
            names_it("what") || names_it("keys") || option["const"] == *value
        };
        let option = options.iter().find(fits).unwrap_or_else(|| panic!("{place}: none fits {value}"));
        conforms(value, option, root, place);
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(required.as_str().unwrap()).is_some(), "{place}: no {required} in {value}");
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some(schema) = schema["properties"].get(name) {
                    conforms(value, schema, root, &format!("{place}.{name}"));
                }
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| conforms(item, &schema["items"], root, &format!("{place}[]")));
        }
        _ => {}
    }
    is_of_type(value, schema, place);
}

fn is_of_type(value: &Value, schema: &Value, place: &str) {
    let is = |wanted: &str| match wanted {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{place}: {other}"),
    };
    let holds = match &schema["type"] {
        Value::String(wanted) => is(wanted),
        Value::Array(several) => several.iter().any(|wanted| is(wanted.as_str().unwrap())),
        _ => true,
    };
    assert!(holds, "{place}: {value} is no {}", schema["type"]);
}

/// The budget of a full mutual handshake.
#[test]
fn a_page_is_smaller_than_a_megabyte() {
    for timeline in [mutual(|_| ()), mutual(tls12)] {
        let page = Report::of(&timeline).page();
        assert!(page.len() < 1 << 20, "{} octets", page.len());
    }
}
