using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ael.Reliability.Faults;

/// <summary>
/// An MCP server over stdio that greets and lists its tools as it should. Each tool is named for what it does wrong when it is called.
/// By hand and not with an SDK, which would not let it.
/// </summary>
internal static class FaultyServer
{
    /// <summary>What each tool does once it is called.</summary>
    public static readonly IReadOnlyDictionary<string, Action<Stream, JsonNode>> Faults = new Dictionary<string, Action<Stream, JsonNode>>
    {
        ["fine"] = (output, id) => Send(output, Answer(id, "fine")),
        ["hang"] = (_, _) => { },
        ["drip"] = (output, id) =>
        {
            foreach (var b in Encoding.UTF8.GetBytes(Answer(id, "drip").ToJsonString()))
            {
                output.WriteByte(b);
                output.Flush();
                Thread.Sleep(200);
            }
        },
        ["die"] = (output, id) =>
        {
            output.Write(Encoding.UTF8.GetBytes(Answer(id, "die").ToJsonString()).AsSpan(0, 20));
            output.Flush();
            Environment.Exit(7);
        },
        ["wrong_id"] = (output, id) => Send(output, Answer(JsonValue.Create(id.GetValue<long>() + 1000), "wrong")),
        ["no_id"] = (output, _) => Send(output, new JsonObject { ["jsonrpc"] = "2.0", ["result"] = new JsonObject() }),
        ["twice"] = (output, id) =>
        {
            Send(output, Answer(id, "first"));
            Send(output, Answer(id, "second"));
        },
        ["malformed"] = (output, _) => Line(output, "{\"jsonrpc\": \"2.0\", \"id\": "),
        ["not_json"] = (output, _) => Line(output, "Traceback (most recent call last):"),
        ["not_utf8"] = (output, _) =>
        {
            output.Write([0x7B, 0xFF, 0xFE, 0xC0, 0x0A]);
            output.Flush();
        },
        ["bad_shape"] = (output, id) => Send(output, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = new JsonObject { ["content"] = 5 } }),
        ["deep"] = (output, id) => Line(
            output, $$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{"content":[],"structuredContent":{{new string('[', 100_000)}}{{new string(']', 100_000)}} } }"""),
        ["huge"] = (output, id) => Huge(output, id, 100 << 20),
        ["large"] = (output, id) => Huge(output, id, 8 << 20),
        ["endless"] = (output, _) =>
        {
            var block = Encoding.UTF8.GetBytes(new string('x', 1 << 16));
            while (true)
            {
                output.Write(block);
            }
        },
        ["flood"] = (output, id) =>
        {
            var line = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"debug","data":"again"}}""" + "\n");
            for (var i = 0; i < 200_000; i++)
            {
                output.Write(line);
            }

            Send(output, Answer(id, "flood"));
        },
    };

    public static int Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        while (input.ReadLine() is { } line)
        {
            if (JsonNode.Parse(line) is not JsonObject message || message["id"] is not { } id)
            {
                continue;
            }

            switch (message["method"]!.GetValue<string>())
            {
                case "initialize":
                    Send(output, Result(id, new JsonObject
                    {
                        ["protocolVersion"] = "2025-06-18",
                        ["capabilities"] = new JsonObject { ["tools"] = new JsonObject(), ["logging"] = new JsonObject() },
                        ["serverInfo"] = new JsonObject { ["name"] = "faulty", ["version"] = "1" },
                    }));
                    break;
                case "tools/list":
                    Send(output, Result(id, new JsonObject
                    {
                        ["tools"] = new JsonArray([.. Faults.Keys.Select(name => new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]),
                    }));
                    break;
                case "tools/call":
                    Faults[message["params"]!["name"]!.GetValue<string>()](output, id);
                    break;
                case "logging/setLevel" or "ping":
                    Send(output, Result(id, []));
                    break;
                default:
                    Send(output, new JsonObject
                    {
                        ["jsonrpc"] = "2.0",
                        ["id"] = id.DeepClone(),
                        ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" },
                    });
                    break;
            }
        }

        return 0;
    }

    private static JsonObject Answer(JsonNode id, string text) =>
        Result(id, new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });

    private static JsonObject Result(JsonNode id, JsonObject result) => new() { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result };

    private static void Huge(Stream output, JsonNode id, int size)
    {
        output.Write(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{"content":[{"type":"text","text":" """));
        var block = Encoding.UTF8.GetBytes(new string('y', 1 << 16));
        for (var written = 0; written < size; written += block.Length)
        {
            output.Write(block);
        }

        Line(output, "\"}]}}");
    }

    private static void Send(Stream output, JsonObject message) => Line(output, message.ToJsonString());

    private static void Line(Stream output, string text)
    {
        output.Write(Encoding.UTF8.GetBytes(text + "\n"));
        output.Flush();
    }
}
