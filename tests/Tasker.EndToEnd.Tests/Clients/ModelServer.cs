using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Tasker.EndToEnd.Tests.Clients;

/// <summary>A model on the loopback interface that answers as a test says: with tools to be called, or with text.</summary>
/// <remarks>It speaks what coding agents ask of Anthropic's messages. It remembers nothing: a request holds all that was said.</remarks>
internal sealed class ModelServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ModelRequest, ModelAnswer> _answer;

    /// <param name="answer">What it answers; any thread.</param>
    public ModelServer(Func<ModelRequest, ModelAnswer> answer)
    {
        _answer = answer;
        Address = Begin();
        _ = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    public void Dispose() => _listener.Close();

    private string Begin()
    {
        // A port that nobody has: asked for from the system, then tried again should somebody be faster.
        while (true)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            try
            {
                _listener.Prefixes.Add(address + "/");
                _listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                _listener.Prefixes.Clear();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        if (context.Request is not { HttpMethod: "POST", Url.AbsolutePath: "/v1/messages" })
        {
            response.ContentType = "application/json";
            await response.OutputStream.WriteAsync("{\"input_tokens\":10}"u8.ToArray());
            return;
        }

        var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.InputStream))!;
        var answer = body["tools"] is JsonArray { Count: > 0 } ? _answer(new ModelRequest(body)) : new ModelAnswer("A title");
        var content = Content(answer);
        if (body["stream"]?.GetValue<bool>() is not true)
        {
            response.ContentType = "application/json";
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Message(content, answer).ToJsonString()));
            return;
        }

        response.ContentType = "text/event-stream";
        var text = new StringBuilder();
        foreach (var happened in Events(content, answer))
        {
            text.Append($"event: {happened["type"]}\ndata: {happened.ToJsonString()}\n\n");
        }

        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static JsonObject Content(ModelAnswer answer) => answer.Tool is null
        ? new JsonObject { ["type"] = "text", ["text"] = answer.Text }
        : new JsonObject
        {
            ["type"] = "tool_use",
            ["id"] = $"toolu_{Guid.NewGuid():N}",
            ["name"] = answer.Tool,
            ["input"] = answer.Input!.DeepClone(),
        };

    private static JsonObject Message(JsonObject? content, ModelAnswer answer) => new()
    {
        ["id"] = $"msg_{Guid.NewGuid():N}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = "claude-sonnet-4-5",
        ["content"] = content is null ? new JsonArray() : new JsonArray(content.DeepClone()),
        ["stop_reason"] = content is null ? null : answer.StopReason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = 100,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = 0,
            ["output_tokens"] = 7,
        },
    };

    private static IEnumerable<JsonObject> Events(JsonObject content, ModelAnswer answer)
    {
        yield return new JsonObject { ["type"] = "message_start", ["message"] = Message(null, answer) };
        var block = (JsonObject)content.DeepClone();
        block[answer.Tool is null ? "text" : "input"] = answer.Tool is null ? "" : new JsonObject();
        yield return new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = block };
        yield return new JsonObject
        {
            ["type"] = "content_block_delta",
            ["index"] = 0,
            ["delta"] = answer.Tool is null
                ? new JsonObject { ["type"] = "text_delta", ["text"] = answer.Text }
                : new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = answer.Input!.ToJsonString() },
        };
        yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 };
        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = answer.StopReason, ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = 7 },
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }
}

/// <summary>What a model answers: text, or one tool to be called.</summary>
/// <param name="Text">The text; not used when a tool is to be called.</param>
internal sealed record ModelAnswer(string Text)
{
    /// <summary>The tool; null: none.</summary>
    public string? Tool { get; init; }

    /// <summary>What it is given.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Why the answer ends.</summary>
    public string StopReason => Tool is null ? "end_turn" : "tool_use";

    /// <summary>A command of the shell.</summary>
    public static ModelAnswer Shell(string command) => new("")
    {
        Tool = "Bash",
        Input = new JsonObject { ["command"] = command, ["description"] = "Do it" },
    };
}
