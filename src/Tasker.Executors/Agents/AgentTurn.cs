using System.Globalization;
using System.Text;
using Tasker.Core.Values;
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
    public string Suffix => Number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".{Number}");

    /// <summary>What was asked. It is there before the agent is.</summary>
    public string PromptPath => Stem + ".prompt.md";

    /// <summary>True once it was taken.</summary>
    public bool IsTaken => File.Exists(PromptPath);

    /// <summary>Which instance was asked and when; nothing when that is not known.</summary>
    public (string Instance, DateTimeOffset? At) Taken
    {
        get
        {
            try
            {
                return new FileInfo(TakenPath).Length <= MostBytes && ValueJson.Read(File.ReadAllText(TakenPath)) is Value.Map map
                    ? (map["instance"].ToText(), DateTimeOffset.TryParse(map["at"].ToText(), CultureInfo.InvariantCulture, out var at)
                        ? at : null)
                    : ("", null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
            {
                return ("", null);
            }
        }
    }

    private string Stem => (Order.LogPath.Length > 0 ? Order.LogPath : Order.OutputPath) + Suffix;

    private string TakenPath => Stem + ".asked.json";

    /// <summary>Writes down that it is taken, before the agent is asked.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public void Take(AgentQuestion question, DateTimeOffset now)
    {
        Write(TakenPath, ValueJson.Write(Value.Map.From(
        [
            new("agent", Value.Of(question.Agent.Name)), new("instance", Value.Of(question.Instance)),
                new("model", Value.Of(question.Model)),
            new("at", Value.Of(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
        ])) + "\n");
        Write(PromptPath, question.Prompt);
    }

    private static void Write(string path, string text)
    {
        File.Delete(path);
        using var file = LogFile.Open(path);
        file.Append(Encoding.UTF8.GetBytes(text));
    }
}
