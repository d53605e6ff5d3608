using System.Collections.Immutable;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Cli.Hosting;

/// <summary>The outside views that the front door of a workflow promises.</summary>
internal static class FrontDoorViews
{
    /// <summary>The views, in the order in which they are kept up to date.</summary>
    public static ImmutableArray<IProjection> For(Workflow workflow, Project project, Session session) => [];
}
