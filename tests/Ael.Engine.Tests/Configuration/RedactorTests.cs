using System.Text.Json;
using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Configuration;

public class RedactorTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

    private readonly Redactor _redactor = new(new StorageOptions());

    [Theory]
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("passwd")]
    [InlineData("pwd")]
    [InlineData("db_password")]
    [InlineData("dbPassword")]
    [InlineData("passwordHash")]
    [InlineData("secret")]
    [InlineData("clientSecret")]
    [InlineData("client-secret")]
    [InlineData("token")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("accessToken")]
    [InlineData("refresh_token")]
    [InlineData("api_key")]
    [InlineData("apikey")]
    [InlineData("apiKey")]
    [InlineData("API Key")]
    [InlineData("X-API-Key")]
    [InlineData("openaiAPIKey")]
    [InlineData("Authorization")]
    [InlineData("Set-Cookie")]
    [InlineData("cookie")]
    [InlineData("private_key")]
    [InlineData("privateKey")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("ConnectionString")]
    [InlineData("credentials")]
    public void A_secrets_name_hides_its_value(string key)
    {
        Assert.Equal($$"""{"a":1,"{{key}}":"[redacted]"}""", Redact($$"""{"a":1,"{{key}}":"open sesame"}"""));
        Assert.Equal($$"""[{"{{key}}":"[redacted]"}]""", Redact($$"""[{"{{key}}": {"value":["x"]} }]"""));
        Assert.Equal($$"""{"{{key}}":"[redacted]"}""", Redact($$"""{"{{key}}":12345}"""));
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("maxTokens")]
    [InlineData("token_count")]
    [InlineData("tokens")]
    [InlineData("tokenizer")]
    [InlineData("total_tokens")]
    [InlineData("next_page_token")]
    [InlineData("nextToken")]
    [InlineData("progressToken")]
    [InlineData("password_policy")]
    [InlineData("passwordless")]
    [InlineData("secretary")]
    [InlineData("secret_name")]
    [InlineData("cookie_banner")]
    [InlineData("cookiecutter")]
    [InlineData("author")]
    [InlineData("authorization_url")]
    [InlineData("key")]
    [InlineData("keys")]
    [InlineData("primary_key")]
    [InlineData("keyboard")]
    [InlineData("apikeys_used")]
    public void A_name_that_only_resembles_one_hides_nothing(string key)
    {
        var value = JsonElement.Parse($$"""{"{{key}}":"open sesame"}""");

        Assert.Equal(value.GetRawText(), _redactor.Redact(value).GetRawText());
    }

    [Theory]
    [InlineData("""{"password":null}""")]
    [InlineData("""{"password":true}""")]
    public void That_a_secret_is_missing_is_no_secret(string json) => Assert.Equal(json, Redact(json));

    [Theory]
    [InlineData("Authorization: Bearer abc123def456", "Authorization: Bearer [redacted]")]
    [InlineData("sent bearer abcdefghijklmnopqrstuvwxyz", "sent bearer [redacted]")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "Basic [redacted]")]
    [InlineData("key sk-proj-abcDEF1234567890abcd end", "key [redacted] end")]
    [InlineData("sk-ant-api03-abcDEF1234567890", "[redacted]")]
    [InlineData("sk_live_abcDEF1234567890abcd", "[redacted]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[redacted]")]
    [InlineData("x=ghp_abcdefghijklmnopqrstuvwxyz0123456789", "x=[redacted]")]
    [InlineData("github_pat_11ABCDEFG0abcdefghijkl_more", "[redacted]")]
    [InlineData("glpat-abcdefghij0123456789", "[redacted]")]
    [InlineData("xoxb-123456789012-abcdef", "[redacted]")]
    [InlineData("AIzaSyA1234567890abcdefghijklmnopqrstuv", "[redacted]")]
    [InlineData("jwt " + Jwt + ".", "jwt [redacted].")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest", "[redacted]\nrest")]
    [InlineData("-----BEGIN PRIVATE KEY-----\ncut off", "[redacted]")]
    [InlineData("postgres://bob:s3cret@db/x", "postgres://bob:[redacted]@db/x")]
    [InlineData("https://:tok@host and http://a:b@c", "https://:[redacted]@host and http://a:[redacted]@c")]
    [InlineData("Server=x;Password=abc def;User=y", "Server=x;Password=[redacted] def;User=y")]
    [InlineData("GET /x?token=abc&page=2", "GET /x?token=[redacted]&page=2")]
    [InlineData("{'password': 'it is mine', 'a': 1}", "{'password': '[redacted]', 'a': 1}")]
    [InlineData("{\"api_key\": \"abc\"}", "{\"api_key\": \"[redacted]\"}")]
    [InlineData("db_password='x y'", "db_password='[redacted]'")]
    public void A_secrets_looks_hide_it_in_text_and_in_json(string text, string expected)
    {
        Assert.Equal(expected, _redactor.Redact(text));

        var json = _redactor.Redact(JsonSerializer.SerializeToElement(new { list = new[] { text } }));
        Assert.Equal(expected, json.GetProperty("list")[0].GetString());
    }

    [Theory]
    [InlineData("Bearer authentication failed")]
    [InlineData("a basic understanding of things")]
    [InlineData("the token: expected a string")]
    [InlineData("max_tokens=5")]
    [InlineData("next_token=abc")]
    [InlineData("password: is required")]
    [InlineData("a task-oriented approach: risk-adjusted-long-words")]
    [InlineData("sk-learn-is-a-library-for-learning")]
    [InlineData("https://example.org:8443/path?a=b")]
    [InlineData("https://example.org/@user:name")]
    [InlineData("mail me at a:b@example.org")]
    [InlineData("AKIA is a prefix, AKIAXYZ too short")]
    [InlineData("eyJ is how they start")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----")]
    [InlineData("commit 2bb80d537b1da3e38bd30361aa855686bde0eacd")]
    public void Text_that_only_resembles_a_secret_is_the_same_object(string text) => Assert.Same(text, _redactor.Redact(text));

    [Fact]
    public void A_value_without_secrets_is_the_same_element_as_written()
    {
        var value = JsonElement.Parse("""{ "n": 1.50, "text": "\u00e9", "list": [ true, null ], "max_tokens": 4096 }""");

        Assert.Equal(value.GetRawText(), _redactor.Redact(value).GetRawText());
    }

    [Fact]
    public void Only_the_secret_changes() => Assert.Equal(
        """{"n":1.50,"e":1e3,"text":"é","token":"[redacted]","z":[]}""",
        Redact("""{"n":1.50,"e":1e3,"text":"\u00e9","token":"x","z":[]}"""));

    [Fact]
    public void An_escaped_name_hides_nothing() => Assert.Equal("""{"password":"[redacted]"}""", Redact("""{"\u0070assword":"x"}"""));

    [Fact]
    public void A_secret_as_a_key_is_hidden() => Assert.Equal("""{"[redacted]":1}""", Redact("""{"ghp_abcdefghijklmnopqrstuvwxyz0123456789":1}"""));

    [Theory]
    [InlineData(490)]
    [InlineData(505)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void A_secret_is_found_wherever_it_stands_in_a_long_value(int before)
    {
        var filler = new string('x', before);

        Assert.Equal($$"""{"a":"{{filler}}","connection_string":"[redacted]"}""", Redact($$"""{"a":"{{filler}}","connection_string":"x"}"""));
    }

    [Theory]
    [InlineData("""{"SSN":"1","customerId":"2","customer_id_type":"3"}""", """{"SSN":"[redacted]","customerId":"[redacted]","customer_id_type":"3"}""")]
    [InlineData("""{"next_token":"x"}""", """{"next_token":"[redacted]"}""")]
    [InlineData("""{"note":"card 1234-5678, 12"}""", """{"note":"card [redacted], 12"}""")]
    public void Configured_keys_and_patterns_are_added(string json, string expected)
    {
        var redactor = new Redactor(new StorageOptions { RedactKeys = ["ssn", "customer_id", "Next-Token"], RedactPatterns = [@"\d{4}-\d{4}"] });

        Assert.Equal(expected, redactor.Redact(JsonElement.Parse(json)).GetRawText());
    }

    [Fact]
    public void A_configured_replacement_is_taken_literally() =>
        Assert.Equal("[redacted]b", new Redactor(new StorageOptions { RedactPatterns = ["(a)"] }).Redact("ab"));

    [Theory]
    [InlineData("eyJ")]
    [InlineData("sk-")]
    [InlineData("Bearer ")]
    [InlineData("://a:")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----BEGIN A ")]
    [InlineData("token=\"")]
    [InlineData("password")]
    public void Hostile_repetition_costs_no_more_than_its_length(string piece)
    {
        // 400 kB: with quadratic patterns this would take minutes, and the run would be stopped.
        var text = string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));

        Assert.NotNull(_redactor.Redact(text));
    }

    private string Redact(string json) => _redactor.Redact(JsonElement.Parse(json)).GetRawText();
}
