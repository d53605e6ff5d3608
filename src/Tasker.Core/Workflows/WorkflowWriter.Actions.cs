using System.Diagnostics;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>What steps do.</summary>
internal readonly partial struct WorkflowWriter
{
    private void Action(StepAction action)
    {
        switch (action)
        {
            case StepAction.Run run:
                Command("run"u8, run.Command);
                break;
            case StepAction.Agent agent:
                writer.WriteStartObject("agent"u8);
                Text("name"u8, agent.Name);
                writer.WriteString("prompt"u8, agent.Prompt);
                Texts("skills"u8, agent.Skills);
                Given("model"u8, agent.Model);
                Texts("env"u8, agent.Env);
                if (agent.Schema is { } schema)
                {
                    writer.WritePropertyName("schema"u8);
                    ValueJson.Write(writer, schema);
                }

                Syntax(agent.Syntax);
                writer.WriteEndObject();
                break;
            case StepAction.Check check:
                writer.WriteStartObject("check"u8);
                writer.WriteString("expression"u8, check.Expression);
                Text("message"u8, check.Message);
                writer.WriteEndObject();
                break;
            case StepAction.Wait wait:
                writer.WriteNumber("wait"u8, wait.Duration.Ticks);
                break;
            case StepAction.Approve approve:
                writer.WriteString("approve"u8, approve.Message);
                break;
            case StepAction.Note note:
                writer.WriteStartObject("note"u8);
                writer.WriteString("text"u8, note.Text);
                Flag("unproven"u8, note.IsUnproven);
                writer.WriteEndObject();
                break;
            case StepAction.Aggregate aggregate:
                writer.WriteStartObject("aggregate"u8);
                writer.WriteString("type"u8, aggregate.Type);
                Texts("of"u8, aggregate.Of);
                if (aggregate.Quorum != 0)
                {
                    writer.WriteNumber("quorum"u8, aggregate.Quorum);
                }

                writer.WriteEndObject();
                break;
            case StepAction.Custom custom:
                writer.WriteStartObject("uses"u8);
                writer.WriteString("type"u8, custom.Type);
                if (!custom.With.Names.IsEmpty)
                {
                    writer.WritePropertyName("with"u8);
                    ValueJson.Write(writer, custom.With);
                }

                Syntax(custom.Syntax);
                writer.WriteEndObject();
                break;
            default:
                throw new UnreachableException($"WorkflowWriter has no case for {action?.GetType().Name}.");
        }
    }

    private void Syntax(TextSyntax syntax)
    {
        if (syntax is not TextSyntax.Expressions)
        {
            writer.WriteString("syntax"u8, WorkflowWords.Of(syntax));
        }
    }

    private void Command(ReadOnlySpan<byte> name, CommandSpec command)
    {
        if (command is { Env.IsEmpty: true, PassEnv.IsDefaultOrEmpty: true, WorkingDirectory: "", Line: { } line }
            && command.Arguments.IsDefaultOrEmpty)
        {
            writer.WriteString(name, line);
            return;
        }

        writer.WriteStartObject(name);
        Given("line"u8, command.Line);
        Texts("arguments"u8, command.Arguments);
        Texts("env"u8, command.Env);
        Texts("passEnv"u8, command.PassEnv);
        Text("directory"u8, command.WorkingDirectory);
        writer.WriteEndObject();
    }
}
