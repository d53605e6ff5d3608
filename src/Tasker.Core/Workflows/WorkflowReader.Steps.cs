using System.Text.Json;

namespace Tasker.Core.Workflows;

/// <summary>What only steps have.</summary>
internal static partial class WorkflowReader
{
    private static BackgroundSpec Background(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var background = new BackgroundSpec();
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("atEnd"u8))
            {
                background = background with { AtEnd = WorkflowWords.Read<BackgroundEnd>(Text(ref reader), WorkflowWords.Of) };
            }
            else if (reader.ValueTextEquals("ready"u8))
            {
                background = background with { ReadyPattern = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("readyWithin"u8))
            {
                background = background with { ReadyWithin = Time(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return background;
    }

    private static MonitorSpec Monitor(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var monitor = new MonitorSpec("", new CommandSpec(), TimeSpan.Zero, null, null, TimeSpan.Zero);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                monitor = monitor with { Name = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("command"u8))
            {
                monitor = monitor with { Command = Command(ref reader) };
            }
            else if (reader.ValueTextEquals("interval"u8))
            {
                monitor = monitor with { Interval = Time(ref reader) };
            }
            else if (reader.ValueTextEquals("alertOn"u8))
            {
                monitor = monitor with { AlertOn = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("alertOnExit"u8))
            {
                monitor = monitor with { AlertOnExit = Int(ref reader) };
            }
            else if (reader.ValueTextEquals("timeLimit"u8))
            {
                monitor = monitor with { TimeLimit = Time(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return monitor;
    }

    private static OutputSpec Output(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var output = new OutputSpec("", OutputKind.File);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                output = output with { Name = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                output = output with { Kind = WorkflowWords.Read<OutputKind>(Text(ref reader), WorkflowWords.Of) };
            }
            else if (reader.ValueTextEquals("path"u8))
            {
                output = output with { Path = Text(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return output;
    }
}
