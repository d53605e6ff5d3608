using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Formats;
using Tasker.Planning.Documents;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker schema [workflow|settings|state|task|…]</c>: the JSON Schemas of our file formats, for editors and agents.</summary>
internal static class SchemaCommand
{
    public static void Fill(Command command, Session session)
    {
        var of = new Argument<string>("of")
        {
            Description = $"What the schema is for: workflow (files), settings (tasker.yaml), or a file of a plan: {string.Join(", ", PlanningSchemas.Names)}.",
            HelpName = "of",
            DefaultValueFactory = _ => "workflow",
        };
        PlanOptions.OneOf(of, ["workflow", "settings", .. PlanningSchemas.Names]);
        var output = PlanOptions.Output();
        command.Arguments.Add(of);
        command.Options.Add(output);
        command.SetAction((parse, cancellationToken) => TextOutput.WriteAsync(
            session, TextOf(parse.GetRequiredValue(of)), parse.GetValue(output), cancellationToken));
    }

    private static string TextOf(string name) => name switch
    {
        "workflow" => PublishedSchemas.Workflow,
        "settings" => PublishedSchemas.Settings,
        _ => PlanningSchemas.Text(name),
    };
}
