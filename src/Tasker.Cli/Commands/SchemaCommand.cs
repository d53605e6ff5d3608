using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Formats;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker schema [workflow|settings]</c>: the JSON Schemas of our file formats, for editors.</summary>
internal static class SchemaCommand
{
    public static void Fill(Command command, Session session)
    {
        var of = new Argument<string>("of") { Description = "What the schema is for: workflow files, or settings, which are tasker.yaml.", DefaultValueFactory = _ => "workflow" };
        PlanOptions.OneOf(of, "workflow", "settings");
        var output = PlanOptions.Output();
        command.Arguments.Add(of);
        command.Options.Add(output);
        command.SetAction((parse, cancellationToken) => TextOutput.WriteAsync(
            session, parse.GetRequiredValue(of) == "settings" ? PublishedSchemas.Settings : PublishedSchemas.Workflow, parse.GetValue(output), cancellationToken));
    }
}
