using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What steps do.</summary>
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

        if (reader.ValueTextEquals("note"u8))
        {
            return Note(ref reader);
        }

        if (reader.ValueTextEquals("aggregate"u8))
        {
            return Aggregate(ref reader);
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
            else if (reader.ValueTextEquals("schema"u8))
            {
                Advance(ref reader);
                agent = agent with { Schema = ValueJson.Read(ref reader) };
            }
            else if (reader.ValueTextEquals("syntax"u8))
            {
                agent = agent with { Syntax = Syntax(ref reader) };
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

    private static StepAction.Note Note(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var note = new StepAction.Note("");
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                note = note with { Text = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("unproven"u8))
            {
                note = note with { IsUnproven = Flag(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return note;
    }

    private static StepAction.Aggregate Aggregate(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var aggregate = new StepAction.Aggregate("", []);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                aggregate = aggregate with { Type = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("of"u8))
            {
                aggregate = aggregate with { Of = List(ref reader, TextItem) };
            }
            else if (reader.ValueTextEquals("quorum"u8))
            {
                aggregate = aggregate with { Quorum = Number(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return aggregate;
    }

    private static TextSyntax Syntax(ref Utf8JsonReader reader) => WorkflowWords.Read<TextSyntax>(Text(ref reader), WorkflowWords.Of);

    private static StepAction.Custom Custom(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var (type, with, syntax) = ((string?)null, Value.Map.Empty, TextSyntax.Expressions);
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
            else if (reader.ValueTextEquals("syntax"u8))
            {
                syntax = Syntax(ref reader);
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return new StepAction.Custom(type ?? throw Missing("type"), with) { Syntax = syntax };
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
}
