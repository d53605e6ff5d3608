using System.Globalization;
using System.Text.Json;
using Tasker.Cli.Hosting;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Commands.Runs;

/// <summary>A run as JSON.</summary>
internal static class RunJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteStartObject();
        Fields(writer, run);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a run.</summary>
    public static void Fields(Utf8JsonWriter writer, RunRecord run)
    {
        writer.WriteString("run", run.RunId);
        writer.WriteString("name", run.Name);
        writer.WriteString("format", run.FrontDoor);
        writer.WriteString("source", run.Source);
        writer.WriteString("status", RunOutcome.JsonWord(run.Summary.Status));
        writer.WriteNumber("done", run.Summary.Done);
        writer.WriteNumber("failed", run.Summary.Failed);
        writer.WriteNumber("total", run.Summary.Total);
        writer.WriteString("createdAt", Time(run.CreatedAt));
        if (run.Summary.EndedAt is { } ended)
        {
            writer.WriteString("endedAt", Time(ended));
        }

        if (run.Owner is { } owner)
        {
            writer.WriteString("owner", owner.ToString());
        }
    }

    /// <summary>A time in UTC.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
