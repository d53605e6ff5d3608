using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What only steps have.</summary>
internal static partial class WorkflowReader
{
    /// <summary>The action that the name here begins; null when it begins none.</summary>
    private static StepAction? Action(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("run"u8))
        {
            return new StepAction.Run(Command(ref reader));
        }

        if (reader.ValueTextEquals("agent"u8))
        {
            return Agent(ref reader);
        }

        if (reader.ValueTextEquals("check"u8))
        {
            return Check(ref reader);
        }

        if (reader.ValueTextEquals("wait"u8))
        {
            return new StepAction.Wait(Time(ref reader));
        }

        if (reader.ValueTextEquals("approve"u8))
        {
            return new StepAction.Approve(Text(ref reader));
        }

        return reader.ValueTextEquals("uses"u8) ? Custom(ref reader) : null;
    }

    private static StepAction.Agent Agent(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var agent = new StepAction.Agent("", "", [], null, NoTexts);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                agent = agent with { Name = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("prompt"u8))
            {
                agent = agent with { Prompt = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("skills"u8))
            {
                agent = agent with { Skills = List(ref reader, TextItem) };
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                agent = agent with { Model = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("env"u8))
            {
                agent = agent with { Env = Texts(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return agent;
    }

    private static StepAction.Check Check(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var check = new StepAction.Check("");
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("expression"u8))
            {
                check = check with { Expression = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                check = check with { Message = Text(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return check;
    }

    private static StepAction.Custom Custom(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var (type, with) = ((string?)null, Value.Map.Empty);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = Text(ref reader);
            }
            else if (reader.ValueTextEquals("with"u8))
            {
                Advance(ref reader);
                with = ValueJson.Read(ref reader) as Value.Map ?? throw new FormatException("'with' is no map");
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return new StepAction.Custom(type ?? throw Missing("type"), with);
    }

    private static CommandSpec Command(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        if (reader.TokenType is JsonTokenType.String)
        {
            return CommandSpec.Shell(reader.GetString()!);
        }

        Begin(ref reader, JsonTokenType.StartObject);
        var command = new CommandSpec();
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("line"u8))
            {
                command = command with { Line = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                command = command with { Arguments = List(ref reader, TextItem) };
            }
            else if (reader.ValueTextEquals("env"u8))
            {
                command = command with { Env = Texts(ref reader) };
            }
            else if (reader.ValueTextEquals("passEnv"u8))
            {
                command = command with { PassEnv = List(ref reader, TextItem) };
            }
            else if (reader.ValueTextEquals("directory"u8))
            {
                command = command with { WorkingDirectory = Text(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return command;
    }

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
