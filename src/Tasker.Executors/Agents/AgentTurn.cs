using System.Text;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Agents;

/// <summary>One time that an agent is asked in an attempt, and the files that tell of it beside the log.</summary>
/// <param name="Order">The attempt.</param>
/// <param name="Number">Which time, from 1.</param>
internal sealed record AgentTurn(AttemptOrder Order, int Number)
{
    private const int MostBytes = 4096;

    /// <summary>Comes before the endings of its files; empty for the first turn.</summary>
    public string Suffix => TurnFiles.Suffix(Number);

    /// <summary>What was asked. It is there before the agent is.</summary>
    public string PromptPath => Stem + ".prompt.md";

    /// <summary>True once it was taken.</summary>
    public bool IsTaken => File.Exists(PromptPath);

    /// <summary>When it was taken: the time of the file that says what was asked. Null when it was not.</summary>
    public DateTimeOffset? TakenAt => new FileInfo(PromptPath) is { Exists: true } file ? file.LastWriteTimeUtc : null;

    /// <summary>Which instance was asked; empty when the agent has none, or it is not known.</summary>
    public string Instance
    {
        get
        {
            try
            {
                return new FileInfo(AskedPath) is { Exists: true, Length: <= MostBytes }
                    && ValueJson.Read(File.ReadAllText(AskedPath)) is Value.Map map
                    ? map["instance"].ToText()
                    : "";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
            {
                return "";
            }
        }
    }

    private string Stem => (Order.LogPath.Length > 0 ? Order.LogPath : Order.OutputPath) + Suffix;

    /// <summary>Who was asked, where the step alone does not tell it.</summary>
    private string AskedPath => Stem + ".asked.json";

    /// <summary>Writes down that it is taken, before the agent is asked.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Take(AgentQuestion question, DateTimeOffset now)
    {
        if (question.Instance.Length > 0 || question.Model is not null || !IsOf(question.Agent.Name))
        {
            Write(AskedPath, ValueJson.Write(Value.Map.From(
            [
                new("agent", Value.Of(question.Agent.Name)), new("instance", Value.Of(question.Instance)),
                new("model", Value.Of(question.Model)),
            ])) + "\n");
        }
        else if (File.Exists(AskedPath))
        {
            File.Delete(AskedPath); // Left by an attempt of the same name that was lost.
        }

        Write(PromptPath, question.Prompt);
        File.SetLastWriteTimeUtc(PromptPath, now.UtcDateTime);
    }

    private bool IsOf(string agent) => Order.Action is StepAction.Agent { Name: var name } && name == agent;

    private static void Write(string path, string text)
    {
        using var file = LogFile.OpenNew(path);
        file.Append(Encoding.UTF8.GetBytes(text));
    }
}
