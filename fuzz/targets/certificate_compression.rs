#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| handfast_tests::fuzz::certificate_compression(data));
