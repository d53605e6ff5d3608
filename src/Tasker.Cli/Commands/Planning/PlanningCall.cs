using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Files;
using Tasker.Planning.Storing;

namespace Tasker.Cli.Commands.Planning;

/// <summary>One invocation of a command about plans, however its words were read.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="folder">The planning folder as typed; null: none.</param>
/// <param name="wantsJson">True when the answer is JSON.</param>
/// <param name="command">The command, for those who wait for its lock.</param>
internal abstract class PlanningCall(Session session, string? folder, bool wantsJson, string command)
{
    private PlanningFolder? _folder;
    private PlanStore? _store;

    /// <summary>The surroundings.</summary>
    public Session Session { get; } = session;

    /// <summary>True when the answer is JSON.</summary>
    public bool WantsJson { get; } = wantsJson;

    /// <summary>The planning folder as typed; null: none.</summary>
    public string? FolderOption { get; } = folder;

    /// <summary>The command, as it is typed.</summary>
    public string Command { get; } = command;

    /// <summary>The plan that is meant. It need not be there.</summary>
    public PlanningFolder Folder => _folder ??= PlanningFolder.Find(FolderOption, Session.Variable, Session.Directory);

    /// <summary>Its state.</summary>
    public PlanStore Store => _store ??= StoreOf(Folder);

    /// <summary>The store of another plan.</summary>
    public PlanStore StoreOf(PlanningFolder other) => new(other, Session.Time, $"tasker {Command}");

    /// <summary>Acts. Whatever is refused is told in one line.</summary>
    public async Task<int> RunAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (PlanningException refused)
        {
            return await PlanningScope.TellAsync(Session, WantsJson, refused.Code, refused.Message, refused.Details);
        }
        catch (CommandException refused)
        {
            return await PlanningScope.TellAsync(Session, WantsJson, PlanningCodes.Io, refused.Message);
        }
        catch (Exception closed) when (WantsJson && closed is (IOException or UnauthorizedAccessException))
        {
            return await PlanningScope.TellAsync(Session, WantsJson, PlanningCodes.Io, closed.Message);
        }
    }

    /// <summary>Answers, and ends with 0.</summary>
    /// <param name="text">For people; empty: nothing, not even a line end.</param>
    /// <param name="json">For programs; its version is put first.</param>
    public Task<int> AnswerAsync(string text, JsonAnswer json) => AnswerAsync(text, json, ExitCode.Done);

    /// <summary>Answers with one of the two, and ends with 0.</summary>
    /// <inheritdoc cref="AnswerAsync(string, JsonAnswer)"/>
    public Task<int> AnswerAsync(Func<string> text, JsonAnswer json) => AnswerAsync(WantsJson ? "" : text(), json);

    /// <summary>Answers, and ends with an exit code.</summary>
    /// <inheritdoc cref="AnswerAsync(string, JsonAnswer)"/>
    public async Task<int> AnswerAsync(string text, JsonAnswer json, int exitCode)
    {
        if (WantsJson)
        {
            await Session.Out.WriteAsync(Versioned(json()));
        }
        else if (text.Length > 0)
        {
            await Session.Out.WriteLineAsync(text.TrimEnd('\n'));
        }

        return exitCode;
    }

    /// <summary>Answers with one of the two, and ends with 0.</summary>
    /// <param name="text">For people; empty: nothing, not even a line end.</param>
    /// <param name="write">Writes what is for programs, behind the version.</param>
    public async Task<int> AnswerAsync(Func<string> text, JsonWriting write)
    {
        if (!WantsJson)
        {
            return await AnswerAsync(text(), static () => [], ExitCode.Done);
        }

        await Session.Out.WriteAsync(Written(write));
        return ExitCode.Done;
    }

    /// <summary>Tells something beside the answer.</summary>
    public Task WarnAsync(string message) => Session.Error.WriteLineAsync($"{Session.ErrorInk.Yellow("tasker:")} {message}");

    /// <summary>A file that is shown as it is has its own version.</summary>
    private static string Versioned(JsonObject answer)
    {
        if (!answer.ContainsKey("version"))
        {
            answer.Insert(0, "version", JsonText.Version);
        }

        return Text(answer);
    }

    private static string Written(JsonWriting write)
    {
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using (var writer = new Utf8JsonWriter(buffer, JsonFile.Style))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, JsonText.Version);
            write(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>JSON as it is written to standard output.</summary>
    public static string Text(JsonNode node) => Encoding.UTF8.GetString(JsonFile.Format(node).Span);
}
