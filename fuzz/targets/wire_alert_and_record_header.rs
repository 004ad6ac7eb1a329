#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| handfast_tests::fuzz::wire_alert_and_record_header(data));
