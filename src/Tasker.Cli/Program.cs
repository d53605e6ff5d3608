using Tasker.Cli;
using Tasker.Cli.Sessions;

return await Application.RunAsync(args, Session.OfThisProcess());
