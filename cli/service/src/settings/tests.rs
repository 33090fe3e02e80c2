use super::{CorsOrigins, Settings, SettingsError};

fn settings(variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
    Settings::from_lookup(|name| find(name).map(|(_, value)| (*value).to_owned()))
}

fn refused(variable: &str, value: &str) -> String {
    let error = settings(&[(variable, value)]).expect_err(value);
    assert_eq!(error.mistakes.len(), 1, "{error}");
    assert_eq!(error.mistakes[0].variable, variable);
    error.mistakes[0].wanted.clone()
}

#[test]
fn an_empty_environment_gives_the_laptop_defaults() {
    let settings = settings(&[]).unwrap();
    assert_eq!(settings.data_dir.to_str(), Some(".data"));
    assert_eq!(settings.listen_address().to_string(), "127.0.0.1:8080");
    assert_eq!(settings.kafka_bootstrap, "127.0.0.1:9092");
    assert_eq!(settings.registry_url, "http://127.0.0.1:8081/apis/ccompat/v7");
    assert_eq!(settings.postgres_url.expose(), "postgres://train_tracker@127.0.0.1:5432/train_tracker");
    assert_eq!(settings.partitions.get(), 4);
    assert_eq!(settings.prefix, "");
    assert_eq!(settings.advertised_url(8080), "http://127.0.0.1:8080");
    assert_eq!(settings.cors_origins, CorsOrigins::Local);
    assert_eq!(settings.log, "info,actix_server=warn");
}

#[test]
fn ports_move_the_local_servers() {
    let settings =
        settings(&[("TT_KAFKA_PORT", "19092"), ("TT_REGISTRY_PORT", "18081"), ("TT_POSTGRES_PORT", "15432")]).unwrap();
    assert_eq!(settings.kafka_bootstrap, "127.0.0.1:19092");
    assert_eq!(settings.registry_url, "http://127.0.0.1:18081/apis/ccompat/v7");
    assert_eq!(settings.postgres_url.expose(), "postgres://train_tracker@127.0.0.1:15432/train_tracker");
}

#[test]
fn a_whole_address_wins_over_a_port() {
    let settings = settings(&[
        ("TT_KAFKA_PORT", "19092"),
        ("TT_KAFKA_BOOTSTRAP", "kafka-1:9092, kafka-2:9092"),
        ("TT_REGISTRY_URL", "https://registry.example/"),
        ("TT_POSTGRES_URL", "postgresql://me:secret@db/tracker"),
    ])
    .unwrap();
    assert_eq!(settings.kafka_bootstrap, "kafka-1:9092,kafka-2:9092");
    assert_eq!(settings.registry_url, "https://registry.example");
    assert_eq!(settings.postgres_url.expose(), "postgresql://me:secret@db/tracker");
}

#[test]
fn a_variable_without_content_counts_as_not_set() {
    let settings = settings(&[("TT_PORT", ""), ("TT_PREFIX", " ")]).unwrap();
    assert_eq!((settings.port, settings.prefix.as_str()), (8080, ""));
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let error = settings(&[("TT_PORT", "eighty"), ("TT_PARTITIONS", "0"), ("TT_PREFIX", "Mine")]).unwrap_err();
    let variables: Vec<_> = error.mistakes.iter().map(|mistake| mistake.variable).collect();
    assert_eq!(variables, ["TT_PORT", "TT_PARTITIONS", "TT_PREFIX"]);
    assert!(error.to_string().contains("TT_PORT=eighty: a port from 0 to 65535"), "{error}");
}

#[test]
fn what_cannot_be_used_is_refused_with_what_is_wanted() {
    for (variable, value) in [
        ("TT_PORT", "70000"),
        ("TT_BIND", "localhost"),
        ("TT_ADVERTISED_URL", "example.org"),
        ("TT_HTTP_WORKERS", "0"),
        ("TT_CORS_ORIGINS", "https://a.example/path"),
        ("TT_KAFKA_PORT", "0"),
        ("TT_KAFKA_BOOTSTRAP", "kafka"),
        ("TT_REGISTRY_URL", "ftp://x"),
        ("TT_POSTGRES_URL", "mysql://x"),
        ("TT_PARTITIONS", "many"),
        ("TT_PREFIX", "9lives"),
        ("TT_LOG", "a=loud"),
    ] {
        assert!(!refused(variable, value).is_empty());
    }
}

#[test]
fn origins_are_a_list_or_everyone() {
    let only = settings(&[("TT_CORS_ORIGINS", "https://a.example, http://b.example:3000")]).unwrap();
    let origins = ["https://a.example".to_owned(), "http://b.example:3000".to_owned()];
    assert_eq!(only.cors_origins, CorsOrigins::Only(origins.to_vec()));
    assert_eq!(settings(&[("TT_CORS_ORIGINS", "*")]).unwrap().cors_origins, CorsOrigins::Any);
}

#[test]
fn the_advertised_url_follows_the_bound_port() {
    assert_eq!(
        settings(&[("TT_PORT", "0"), ("TT_BIND", "0.0.0.0")]).unwrap().advertised_url(4711),
        "http://127.0.0.1:4711"
    );
    assert_eq!(settings(&[("TT_ADVERTISED_URL", "http://me:1/")]).unwrap().advertised_url(4711), "http://me:1");
}

#[test]
fn a_password_never_shows_in_debug_output() {
    let settings = settings(&[("TT_POSTGRES_URL", "postgres://me:s3cret@db:5432/tracker?password=s3cret")]).unwrap();
    let shown = format!("{settings:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("db:5432/tracker"), "{shown}");
}
